// What the kronologi says of patients and hospitals.
import { timeOfDay } from '../../../format.ts'
import { live } from '../../../live.svelte.ts'
import { catalogue } from '../../../messages/catalogue.ts'
import { story as id } from '../../../messages/id/story.ts'
import { vitalsWords } from '../../../parts/patient/vitals.ts'
import { t as patientWords } from '../../../parts/patient/words.ts'
import { place } from '../../../session.svelte.ts'
import { settings } from '../../../settings.svelte.ts'
import type { StoryLine, VictimWord, Vitals } from '../../../wire.ts'

const t = catalogue(id, () => import('../../../messages/en/story.ts').then((en) => en.story))

export function ofPatient({ fact }: StoryLine): Readonly<Record<string, string>> {
  const patient_id = fact['patient_id']
  if (typeof patient_id !== 'string') return {}
  const card = live.board('patients').get(String(fact['incident_id']))
  const ordinal = fact['ordinal'] ?? card?.patients[patient_id]?.ordinal ?? ''
  const colour = (fact['colour'] ?? 'none') as VictimWord | 'none'
  const hospital = fact['hospital']
  const eta = fact['eta_at']
  return {
    patient: String(ordinal),
    colour: patientWords(`colour.${colour}`),
    ...(hospital != null && {
      hospital: place().hospital(String(hospital))?.name ?? String(hospital),
    }),
    ...(fact['vitals'] !== undefined && {
      vitals: vitalsWords(fact['vitals'] as Vitals | null, settings.language).join(' · '),
    }),
    ...(eta != null && { eta: timeOfDay(String(eta), place().raw.zone) }),
    ...('accepted' in fact && { answered_pa: t(fact['accepted'] ? 'pre_alert.yes' : 'pre_alert.no') }),
    ...('filed' in fact && {
      filed_word: fact['filed'] ? t('filed.yes') : t('filed.no', { problem: String(fact['problem']) }),
    }),
    ...(typeof fact['ending'] === 'string' && {
      ending_patient: patientWords(`ending.${fact['ending']}` as 'ending.refused'),
    }),
  }
}
