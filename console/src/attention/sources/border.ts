// What the next centre offers us, and what of ours rings over there. Anew at each reminder.
import { live } from '../../live.svelte.ts'
import { neighbourName } from '../../screens/call_taker/handover/neighbours.ts'
import { seen } from '../../screens/call_taker/handover/notes.ts'
import { t } from '../../screens/call_taker/handover/words.ts'
import { place } from '../../session.svelte.ts'
import { reasonWords } from '../../screens/systems/reasons.ts'
import type { BorderLine, BorderNotesCard, HandoverCard, OfferCard } from '../../wire.ts'
import type { Ring } from '../model.ts'

export function offers(): Ring[] {
  return [...live.board('offers').values()].map(ofOffer)
}

function ofOffer(card: OfferCard): Ring {
  const type = card.incident_type ? place().typeName(card.incident_type) : t('what_type')
  return {
    id: `offer/${card.offer_id}`,
    key: `offer/${card.offer_id}/${card.step}/${card.state}/${card.added.length}`,
    cause: 'offers',
    tone: 'ring',
    urgency: 1,
    priority: card.priority,
    words: `${type} ${t('from', { name: neighbourName(card.neighbour) })}`,
    detail: stateWords(card) || (card.summary ?? undefined),
    number: card.their_number,
    since_at: card.received_at,
    acts: [],
    dialog: 'offers',
    held: !card.rings,
    hushable: true,
  }
}

export function stateWords(card: OfferCard): string {
  if (card.state === 'by_phone') return t('ours')
  if (card.state === 'accepted') return t('waiting_confirm')
  if (card.state === 'withdrawn') return t(card.was_ours ? 'was_ours' : 'taken_back')
  return ''
}

/** A calm tone, and anew for each note; read where it is shown, or from here at once. */
export function borderNotes(): Ring[] {
  return [...live.board('border-notes').values()].flatMap((card) => {
    const lines = card.lines.filter((line) => line.rings)
    const last = lines.at(-1)
    return last ? [ofNotes(card, lines, last)] : []
  })
}

function ofNotes(card: BorderNotesCard, lines: readonly BorderLine[], last: BorderLine): Ring {
  const name = neighbourName(last.neighbour)
  const failed = last.problem && `${t('problem', { reason: reasonWords(last.problem) })} `
  return {
    id: `border-notes/${card.incident_id}`,
    key: `border-notes/${card.incident_id}/${last.part}/${last.problem}`,
    cause: 'border-notes',
    tone: last.problem ? 'overdue' : 'ping',
    urgency: 2,
    priority: live.board('open-incidents').get(card.incident_id)?.priority,
    words: t(last.problem ? 'rings_problem' : 'rings_note', { name }),
    detail: `${failed}${last.note ?? ''}`,
    number: card.incident_number,
    incident_id: card.incident_id,
    since_at: last.at,
    acts: lines.length > 1 ? [] : seen(lines).map((act) => ({ ...act, label: t('read'), main: true })),
    hushable: true,
  }
}

export function handovers(): Ring[] {
  return [...live.board('handovers').values()].filter((card) => card.rings).map(ofHandover)
}

function ofHandover(card: HandoverCard): Ring {
  const to = { name: neighbourName(card.neighbour) }
  const refused = card.state === 'refused'
  return {
    id: `handover/${card.handover_id}`,
    key: `handover/${card.handover_id}/${card.step}`,
    cause: 'handovers',
    tone: 'overdue',
    urgency: 1,
    priority: card.priority,
    words: t(refused ? 'rings_refused' : card.problem ? 'rings_problem' : 'rings_handover', to),
    number: card.incident_number,
    incident_id: card.incident_id,
    since_at: card.offered_at,
    acts: [],
    hushable: true,
  }
}
