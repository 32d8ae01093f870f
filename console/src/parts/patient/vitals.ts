import { number } from '../../format.ts'
import type { Language, PatientLine, Vitals } from '../../wire.ts'
import { t } from './words.ts'

/** 3 … 15, once all three are known. */
export function gcs(vitals: Vitals): number | null {
  const { gcs_eye, gcs_verbal, gcs_motor } = vitals
  if (gcs_eye == null || gcs_verbal == null || gcs_motor == null) return null
  return gcs_eye + gcs_verbal + gcs_motor
}

/** One line of measurements: "TD 90/60 · N 120 · RR 28 · SpO₂ 91% · GCS 13". */
export function vitalsWords(vitals: Vitals | null | undefined, language: Language): string[] {
  if (!vitals) return []
  const words: string[] = []
  if (vitals.systolic != null) {
    const { systolic, diastolic } = vitals
    words.push(t('short.pressure', { systolic, diastolic: diastolic ?? '–' }))
  }
  for (const name of ['pulse', 'breaths', 'spo2'] as const) {
    const value = vitals[name]
    if (value != null) words.push(t(`short.${name}`, { n: value }))
  }
  if (vitals.temperature != null) {
    words.push(t('short.temperature', { n: number(vitals.temperature, language, 1) }))
  }
  const sum = gcs(vitals)
  if (sum !== null) words.push(t('short.gcs', { n: sum }))
  else if (vitals.avpu) words.push(t('short.avpu', { n: t(`avpu.${vitals.avpu}`) }))
  if (vitals.glucose != null) words.push(t('short.glucose', { n: vitals.glucose }))
  return words
}

/** The first line of the complaint: what a nurse reads while walking. */
export function complaintOf(line: PatientLine): string {
  const text = line.condition?.complaint?.split('\n')[0]?.trim()
  if (text) return text
  const mechanism = line.condition?.mechanism
  return mechanism ? t(`mechanism.${mechanism}`) : ''
}

/** "Laki-laki, 34 th"; empty while nobody knows. */
export function personWords(line: PatientLine): string {
  const identity = line.identity
  const words = [
    identity?.name ?? '',
    identity?.sex ? t(`sex.${identity.sex}`) : '',
    identity?.age_years === 0
      ? t('age.under_one')
      : identity?.age_years != null ? t('age', { n: identity.age_years }) : '',
  ]
  return words.filter(Boolean).join(', ')
}
