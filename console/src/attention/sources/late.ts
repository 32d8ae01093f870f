// Incidents and tasks that are late: nobody was sent, nobody took it, nobody read it.
import { clock } from '../../clock.svelte.ts'
import { live } from '../../live.svelte.ts'
import { word } from '../../messages/words.ts'
import { t as taskWords } from '../../parts/task/words.ts'
import { t as roomWords } from '../../screens/call_taker/words.ts'
import { unitIsLate, withoutUnit } from '../../screens/call_taker/room.svelte.ts'
import { place } from '../../session.svelte.ts'
import type { CheckLine, IncidentCard, ReferralCard } from '../../wire.ts'
import type { Ring, Urgency } from '../model.ts'
import { t } from '../words.ts'

const PENDING = new Set(['sent', 'delivered'])

export function lateIncidents(): Ring[] {
  const found: Ring[] = []
  for (const card of live.board('open-incidents').values()) {
    const type = place().typeName(card.incident_type)
    if (card.found_by || card.reported_by) {
      found.push(ofIncident(card, 'found', { words: foundWords(card, type), since: card.opened_at }))
    }
    for (const line of Object.values(card.past_dispatches)) {
      if (!line.unread_rings) continue
      const words = roomWords('late.stand_down', { unit: place().callSign(line.unit_id) })
      found.push(ofIncident(card, 'stand_down', { words, since: line.ended_at ?? line.stage_at }))
    }
    if (card.need && (card.need.due || !card.need.promised)) {
      const { due, reason, since_at, recheck_at } = card.need
      const words = due
        ? roomWords('late.need', { type })
        : roomWords('late.need_new', { type, reason: word(`need.${reason}`) })
      const since = due ? recheck_at : since_at
      found.push(ofIncident(card, 'need', { words, since, urgency: 1 }))
    } else if (unitIsLate(card, clock.now_ms)) {
      const words = roomWords('late.no_unit', { type })
      found.push(ofIncident(card, 'no_unit', { words, since: withoutUnit(card) ?? card.clock_start_at, urgency: 1 }))
    }
    for (const [agency, line] of Object.entries(card.asked)) {
      if (!line.silent) continue
      const words = roomWords('late.base', { type, agency: agencyName(agency) })
      found.push(ofIncident(card, `base/${agency}`, { words, since: line.answer_by_at, urgency: 1 }))
    }
    if (card.check?.step && !card.merged_into) found.push(ofCheck(card, card.check))
  }
  return found
}

/** The plan wants the room to look again, and nobody has. */
function ofCheck(card: IncidentCard, { due_at, step }: CheckLine): Ring {
  const { incident_id } = card
  const look = { desk: 'reviews', name: 'record-first-check', body: { incident_id } }
  return {
    ...ofIncident(card, 'check', {
      words: t('check', { type: place().typeName(card.incident_type) }),
      since: due_at,
    }),
    id: `check/${incident_id}`,
    key: `check/${incident_id}/${due_at}/${step}`,
    cause: 'first_check',
    acts: [{ ...look, label: t('check_done'), main: true, opens: true }],
  }
}

interface Told {
  readonly words: string
  readonly since: string
  readonly urgency?: Urgency
}

function ofIncident(card: IncidentCard, why: string, { words, since, urgency = 2 }: Told): Ring {
  return {
    id: `${why}/${card.incident_id}`,
    key: `${why}/${card.incident_id}/${since}`,
    cause: 'late',
    tone: 'overdue',
    urgency,
    priority: card.priority,
    words,
    number: card.number,
    incident_id: card.incident_id,
    since_at: since,
    acts: [],
    hushable: true,
  }
}

function foundWords({ found_by, reported_by }: IncidentCard, type: string): string {
  if (!reported_by) return roomWords('late.found', { type, unit: place().callSign(found_by ?? '') })
  return taskWords('reported.late', { type, agency: agencyName(reported_by) })
}

const agencyName = (id: string) => place().agency(id)?.short ?? id

export function lateReferrals(): Ring[] {
  const late = (card: ReferralCard) =>
    card.rings || (PENDING.has(card.state) && Date.parse(card.accept_by_at) < clock.now_ms)
  return [...live.board('referrals').values()].filter(late).map(ofReferral)
}

/** A new escalation of the same task is a new ring. */
function ofReferral(card: ReferralCard): Ring {
  const { referral_id, state, overdue } = card
  const ended = state === 'declined' || state === 'handed_back'
  const why = overdue ? taskWords(`late.${overdue}`).toLowerCase() : ended ? word(`referral.${state}`) : ''
  return {
    id: `referral/${referral_id}`,
    key: `referral/${referral_id}/${card.step}/${state}/${overdue ?? ''}`,
    cause: 'late',
    tone: 'overdue',
    urgency: 2,
    priority: card.priority,
    words: roomWords('late.referral', {
      agency: agencyName(card.agency),
      what: why || roomWords('late.not_accepted'),
    }),
    detail: place().typeName(card.incident_type),
    number: card.incident_number,
    incident_id: card.incident_id,
    since_at: card.accept_by_at,
    acts: [],
    hushable: true,
    topic: PENDING.has(state) ? `referral/${referral_id}` : undefined,
  }
}
