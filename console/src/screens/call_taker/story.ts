// One line of the kronologi in words. The fact is the server's; only its wording is made here.
import { age, coordinates } from '../../format.ts'
import { catalogue } from '../../messages/catalogue.ts'
import { story as en } from '../../messages/en/story.ts'
import { story as id } from '../../messages/id/story.ts'
import { say, wordOr } from '../../messages/words.ts'
import { personName } from '../../people.svelte.ts'
import { place } from '../../session.svelte.ts'
import { settings } from '../../settings.svelte.ts'
import type { Location, StoryLine } from '../../wire.ts'

const t = catalogue(id, en)

export interface Told {
  readonly text: string
  readonly words: string // what somebody said or wrote
}

export function tell(line: StoryLine): Told {
  const { fact } = line
  const key = line.type in id ? (line.type as keyof typeof id) : null
  const values = {
    number: line.number ?? text(fact['incident_number']),
    unit: fact['unit_id'] ? place().callSign(text(fact['unit_id'])) : '',
    agency: place().agency(text(fact['agency']))?.short ?? text(fact['agency']),
    stage: wordOr(`stage.${text(fact['stage'])}`, text(fact['stage'])),
    type: fact['incident_type'] ? place().typeName(text(fact['incident_type'])) : '',
    priority: text(fact['priority']),
    owner: fact['owner'] ? personName(text(fact['owner'])) : '',
    kind: wordOr(`kind.${text(fact['kind'])}`, text(fact['kind'])),
    channel: wordOr(`channel.${text(fact['channel'])}`, text(fact['channel'])),
    result: say(place().raw.results[text(fact['result'])], text(fact['result'])),
    reason: wordOr(`need.${text(fact['reason'])}`, ''),
    safety: wordOr(`safety.${text(fact['safety'])}`, ''),
    status: wordOr(`reply.${text(fact['status'])}`, text(fact['status'])),
    step: text(fact['step']),
    place: where(fact['location'] as Location | null | undefined),
    told_by: text(fact['told_by']),
    ...ofCall(fact),
  }
  return { text: key ? t(key, values) : line.type, words: said(line) }
}

/** Who had a telephone call, what was pressed, how it ended. */
function ofCall(fact: StoryLine['fact']): Readonly<Record<string, string>> {
  const who = (field: string) => (fact[field] ? personName(text(fact[field])) : '')
  const agency = place().agency(text(fact['agency']))?.short
  const heard = fact['sign'] === 'voice' ? t('voice') : text(fact['digit'])
  return {
    taker: who('taker'),
    by: who('by'),
    answered_by: who('answered_by') || t('second_destination'),
    party: agency ?? (who('account_id') || who('to')),
    digit: heard,
    held: fact['held'] === false ? t('resumed') : t('held'),
    cut_off: fact['cut_off'] === true ? t('cut_off') : '',
    answered: fact['answered'] === false ? t('not_answered') : '',
    tried: text(fact['tried']),
    duration: age(Number(fact['duration_s'] ?? 0) * 1000, settings.language),
  }
}

/** Free words of the fact; a reason that is one of the trade's is part of the sentence instead. */
function said(line: StoryLine): string {
  const { fact } = line
  const reason = text(fact['reason'])
  const free = wordOr(`need.${reason}`, '') || wordOr(`off.${reason}`, '') ? '' : reason
  const told = text(fact['told_by'])
  return [text(fact['text']), text(fact['note']), free, told && t('told_by', { name: told })]
    .filter(Boolean)
    .join('\n')
}

function where(claim: Location | null | undefined): string {
  if (!claim) return ''
  const point = claim.point ? coordinates(claim.point) : ''
  return [claim.point?.address, place().areaName(claim.area), point].filter(Boolean).join(', ')
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
