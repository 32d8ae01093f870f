// A person's look in one line, and why two reports may be of one person.
import { dateOf, timeOfDay } from '../../format.ts'
import { place } from '../../session.svelte.ts'
import { settings } from '../../settings.svelte.ts'
import type { Instant, MatchCandidate, MatchReason, PersonCard } from '../../wire.ts'
import { t, tOr } from './words.ts'

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

export interface Pair {
  missing: PersonCard
  found: PersonCard
  match: MatchCandidate
}

/** What speaks for it or against it, without the plain figures. */
export function reasonsOf(match: MatchCandidate, side: 'for' | 'against'): MatchReason[] {
  return match.reasons.filter((one) => (side === 'for' ? one.points > 0 : one.points < 0))
}

/** Whom a card could be: of a missing one its own list, of a found one whose lists name it. */
export function pairsOf(
  card: PersonCard,
  all: Iterable<PersonCard>,
): Pair[] {
  const cards = new Map([...all].map((one) => [one.person_id, one]))
  const pairs = [...cards.values()]
    .filter((one) => one.kind === 'missing' && !one.matched)
    .flatMap((missing) =>
      missing.candidates.flatMap((match) => {
        const found = cards.get(match.found_id)
        return found && !found.matched ? [{ missing, found, match }] : []
      }),
    )
  return pairs
    .filter(({ missing, found }) => missing === card || found === card)
    .sort((one, other) => (other.match.chance_percent ?? 0) - (one.match.chance_percent ?? 0))
}
