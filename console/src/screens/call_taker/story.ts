// One line of the kronologi in words. The fact is the server's; only its wording is made here.
import { age, coordinates, timeOfDay } from '../../format.ts'
import { live } from '../../live.svelte.ts'
import { catalogue } from '../../messages/catalogue.ts'
import { story as id } from '../../messages/id/story.ts'
import { say, wordOr } from '../../messages/words.ts'
import { personName } from '../../people.svelte.ts'
import { place } from '../../session.svelte.ts'
import { settings } from '../../settings.svelte.ts'
import type { CalleeKind, Location, StoryLine } from '../../wire.ts'
import { calleeName } from './calls/callee.ts'
import { ofTask } from './agencies/story.ts'
import { ofAlert } from './alerts/story.ts'
import { ofField } from './field/story.ts'
import { neighbourName } from './handover/neighbours.ts'
import { ofHandover } from './handover/story.ts'
import { ofPatient } from './hospitals/story.ts'
import { shelf } from './guide/book.svelte.ts'
import { ofMajor } from './plan/story.ts'
import { t as guideWords } from './guide/words.ts'

const t = catalogue(id, () => import('../../messages/en/story.ts').then((en) => en.story))
const OF_GUIDE = /^(Guide|Instruction|Arrest|Compressions|Victim|Card)/

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
    ...ofJoining(line),
    ...ofCall(fact),
    ...ofGuide(line),
    ...ofAdvice(fact),
    ...ofLink(fact),
    ...ofConversation(fact),
    ...ofSending(line),
    ...ofField(line),
    ...ofMajor(line),
    ...ofAlert(line),
    ...ofTask(line, t),
    ...ofHandover(line),
    ...ofPatient(line),
  }
  return { text: key ? t(key, values) : line.type, words: said(line) }
}

/** Numbers of the incidents that were joined, as far as they are on the board. */
function ofJoining({ type, fact }: StoryLine): Readonly<Record<string, string>> {
  if (!/^Incidents?(Linked|Unlinked|Merged|Unmerged)$/.test(type)) return {}
  return {
    number: text(fact['number']),
    other_number: text(fact['other_number']),
    main: incidentName(fact['into']),
    merged: incidentName(fact['incident_id']),
  }
}

function incidentName(id: unknown): string {
  return live.board('open-incidents').get(text(id))?.number ?? `#${text(id).slice(-4)}`
}

/** Who had a telephone call, what was pressed, how it ended. */
function ofCall(fact: StoryLine['fact']): Readonly<Record<string, string>> {
  const who = (field: string) => (fact[field] ? personName(text(fact[field])) : '')
  const agency = place().agency(text(fact['agency']))?.short
  const callee = fact['to'] && fact['placed_id'] ? calleeName(fact['to'] as CalleeKind, text(fact['callee'])) : ''
  const neighbour = fact['neighbour'] ? neighbourName(text(fact['neighbour'])) : ''
  const party = agency ?? (callee || neighbour || who('account_id') || who('to'))
  const ended = `placed.${text(fact['outcome'])}`
  const heard = fact['sign'] === 'voice' ? t('voice') : text(fact['digit'])
  return {
    taker: who('taker'),
    by: who('by'),
    answered_by: who('answered_by') || t('second_destination'),
    party,
    transferred: t(fact['alone'] === true ? 'transferred.alone' : 'transferred', { party, taker: who('taker') }),
    placed: ended in id ? t(ended as keyof typeof id, { talked: age(Number(fact['talked_s'] ?? 0) * 1000, settings.language) }) : '',
    digit: heard,
    held: fact['held'] === false ? t('resumed') : t('held'),
    cut_off: fact['cut_off'] === true ? t('cut_off') : '',
    answered: fact['answered'] === false ? t('not_answered') : '',
    tried: text(fact['tried']),
    duration: age(Number(fact['duration_s'] ?? 0) * 1000, settings.language),
  }
}

/** What the house suggested, and what became of it. */
function ofAdvice(fact: StoryLine['fact']): Readonly<Record<string, string>> {
  const named = (area: string, value: unknown) => {
    const key = `${area}.${text(value)}`
    return key in id ? t(key as keyof typeof id) : text(value)
  }
  const candidates = fact['candidates']
  return {
    subject: named('subject', fact['subject']),
    answer: named('answer', fact['answer']),
    lines: Array.isArray(fact['lines']) ? String(fact['lines'].length) : '',
    candidates: Array.isArray(candidates) ? String(candidates.length) : '',
  }
}

/** What the centre wrote by itself, and in which language it is answered. */
function ofConversation(fact: StoryLine['fact']): Readonly<Record<string, string>> {
  const automatic = place().raw.messages[text(fact['message'])]
  const key = `language.${text(fact['language'])}`
  return {
    automatic: say(automatic, text(fact['message'])),
    language: key in id ? t(key as keyof typeof id) : '',
  }
}

/** What is said of units and partners beside their chain, and of the way there. */
function ofSending(line: StoryLine): Readonly<Record<string, string>> {
  const { type, fact } = line
  const named = (area: string, value: unknown) => {
    const key = `${area}.${text(value)}`
    return key in id ? t(key as keyof typeof id) : text(value)
  }
  const well = fact['last_known_well_at']
  const old = fact['moved_from']
  const met = fact['met_at']
  return {
    free: text(fact['free']),
    of: text(fact['of']),
    joined: old ? t('joined', { merged: incidentName(old), main: incidentName(fact['incident_id']) }) : '',
    met: met ? t('met', { main: incidentName(met) }) : '',
    via: wordOr(`via.${text(fact['asked_via'])}`, ''),
    ...(type === 'BaseAnswered' && { base_answer: named('base_answer', fact['answer']) }),
    ...(type === 'StatusClaimed' && { claim: named('claim', fact['why']) }),
    ...(type === 'PartnerAsked' && {
      partner: place().callSign(text(fact['partner_id'])),
      partner_answer: named('partner_answer', fact['answer']),
    }),
    ...(type === 'LastKnownWellSet' && {
      well: well ? timeOfDay(text(well), place().raw.zone) : t('well.unknown'),
    }),
  }
}

/** A page the citizen opens: which, why it ended, what was answered. */
function ofLink(fact: StoryLine['fact']): Readonly<Record<string, string>> {
  const named = (area: string, value: unknown) => {
    const key = `${area}.${String(value)}`
    return key in id ? t(key as keyof typeof id) : ''
  }
  return {
    link: named('link', fact['kind']),
    why: named('link_end', fact['why']),
    handled: named('handled', fact['handled']),
  }
}

/** What a guide asked, was told and said: by the cards, once they are there. */
function ofGuide({ type, fact }: StoryLine): Readonly<Record<string, string>> {
  if (!OF_GUIDE.test(type)) return {}
  const cards = shelf.cards
  const card = cards?.card(text(fact['card']))
  const [block = '', step] = text(fact['step']).split('.')
  const question = card?.questions.find((one) => one.id === fact['question'])
  const answer = question?.answers.find((one) => one.id === fact['answer'])
  const said = card?.blocks.find((one) => one.id === block)?.say[Number(step) - 1]
  const when = fact['when'] as { at: string } | undefined
  const begun = fact['clock_start'] as { at: string } | undefined
  const since_ms = when && begun ? Date.parse(when.at) - Date.parse(begun.at) : 0
  return {
    card: say(card?.title, text(fact['card'])),
    edition: text(fact['edition']),
    draft: fact['signed'] === false ? t('draft_card') : '',
    question: say(question?.ask, text(fact['question'])),
    answer: say(answer?.text, text(fact['answer'])),
    said: say(said, text(fact['step'])),
    since: age(since_ms, settings.language),
    count: text(fact['count']),
    ...(type === 'GuideEnded' && { ending: guideWords(`ending.${text(fact['ending'])}` as 'title') }),
    ...(type === 'CompressionsNotDone' && {
      not_done: guideWords(`not_done.${text(fact['reason'])}` as 'title'),
    }),
    ...(type === 'VictimTallied' && { word: guideWords(`word.${text(fact['word'])}` as 'title') }),
  }
}

/** Free words of the fact; a reason that is one of the trade's is part of the sentence instead. */
function said(line: StoryLine): string {
  const { fact } = line
  const reason = text(fact['reason'])
  const named = line.type === 'CompressionsNotDone' // its reason is one of the card's, and said
  const known = wordOr(`need.${reason}`, '') || wordOr(`off.${reason}`, '')
  const free = named || known ? '' : reason
  const what = line.type.startsWith('Referral') ? '' : text(fact['what']) // said in its sentence
  const told = text(fact['told_by']) || text(fact['asked_of']) || text(fact['leave_of'])
  return [text(fact['text']), text(fact['leave_reason']), text(fact['note']), text(fact['words']), what, free, told && t('told_by', { name: told })]
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
