// What a line of the kronologi about an alert says beside its sentence.
import { t } from '../../../alerts/words.ts'
import { personName } from '../../../people.svelte.ts'
import { place } from '../../../session.svelte.ts'
import { holderName } from '../../../alerts/recipients.ts'
import type { AlertAbout, AlertWay, StoryLine } from '../../../wire.ts'

export function ofAlert({ type, fact }: StoryLine): Readonly<Record<string, string>> {
  if (!type.startsWith('Alert')) return {}
  const text = (name: string) => (typeof fact[name] === 'string' ? (fact[name] as string) : '')
  const about = text('about') as AlertAbout
  const way = text('way') as AlertWay
  const account = text('account_id')
  const [holder] = Array.isArray(fact['audience']) ? (fact['audience'] as string[]) : []
  return {
    about: about ? t(`about.${about}`).toLowerCase() : '',
    way: way ? t(`way.${way}`) : '',
    whom:
      (about === 'plan' && holder && holderName(holder)) ||
      (text('unit_id') && place().callSign(text('unit_id'))) ||
      (place().agency(text('agency'))?.short ?? place().hospital(text('hospital'))?.name ?? ''),
    taken_by: account ? personName(account) : '',
  }
}
