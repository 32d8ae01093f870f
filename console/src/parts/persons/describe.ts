// A person's look in one line, and why two reports may be of one person.
import { dateOf, timeOfDay } from '../../format.ts'
import { place } from '../../session.svelte.ts'
import { settings } from '../../settings.svelte.ts'
import type { Instant, MatchReason, PersonCard } from '../../wire.ts'
import { t, tOr } from './words.ts'

export const STRONG_FROM = 400 // as the desk says

export function who(card: PersonCard): string {
  const age = card.age_years == null ? t(`band.${card.age_band}`) : t('years', { age: card.age_years })
  const build = card.build ? `, ${t(`build.${card.build}`)}` : ''
  return `${t(`sex.${card.sex}`)}, ${age}${build}`
}

export function worn(card: PersonCard): string {
  return card.clothes
    .map((one) => `${t(`garment.${one.garment}`)} ${t(`colour.${one.colour}`)}`)
    .join(', ')
}

export function moment(at: Instant): string {
  const zone = place().raw.zone
  return `${dateOf(at, zone, settings.language)} ${timeOfDay(at, zone)} ${place().raw.zone_name}`
}

export function seen(card: PersonCard): string {
  const area = card.location ? place().areaName(card.location.area) : ''
  const at = t(card.kind === 'missing' ? 'seen_at' : 'found_at', { at: moment(card.seen_at) })
  return area ? `${at}, ${area}` : at
}

export function reason(one: MatchReason): string {
  const value = one.value ?? ''
  const km = ((one.value ?? 0) / 1000).toFixed(1).replace('.', ',')
  const known = tOr(`reason.${one.key}`, one.key)
  return known.replace('{value}', String(value)).replace('{km}', km)
}

/** Whom a card could be: of a missing one its own list, of a found one whose lists name it. */
export function pairsOf(
  card: PersonCard,
  all: Iterable<PersonCard>,
): { missing: PersonCard; found: PersonCard; points: number; reasons: readonly MatchReason[] }[] {
  const cards = new Map([...all].map((one) => [one.person_id, one]))
  const pairs = [...cards.values()]
    .filter((one) => one.kind === 'missing' && !one.matched)
    .flatMap((missing) =>
      missing.candidates.flatMap(({ found_id, points, reasons }) => {
        const found = cards.get(found_id)
        return found && !found.matched ? [{ missing, found, points, reasons }] : []
      }),
    )
  return pairs
    .filter(({ missing, found }) => missing === card || found === card)
    .sort((one, other) => other.points - one.points)
}
