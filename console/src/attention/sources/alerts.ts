// Alerts that nobody answered, or that a person has to say by radio; what somebody took is held.
import { holderName } from '../../alerts/recipients.ts'
import { t } from '../../alerts/words.ts'
import { timeOfDay } from '../../format.ts'
import { live } from '../../live.svelte.ts'
import { personName } from '../../people.svelte.ts'
import { place } from '../../session.svelte.ts'
import { fleetName } from '../../screens/call_taker/sending/words.ts'
import type { AlertCard } from '../../wire.ts'
import type { Ring } from '../model.ts'

export function alerts(): Ring[] {
  return [...live.board('alerts').values()]
    .filter((card) => card.rings || (card.taken_at && !card.answered_at && !told(card)))
    .map(ofAlert)
}

/** A plan's message that has arrived asks nothing more of anybody. */
const told = (card: AlertCard) => card.about === 'plan' && card.delivered_at

function ofAlert(card: AlertCard): Ring {
  const panic = card.about === 'panic'
  const body = { alert_id: card.alert_id }
  const about = `${t(`about.${card.about}`)} ${whom(card)}`
  return {
    id: `alert/${card.alert_id}`,
    key: `alert/${card.alert_id}/${card.step}/${card.rings_at ?? ''}`,
    cause: panic ? 'alert-panic' : 'alert',
    tone: panic ? 'panic' : 'overdue',
    urgency: panic ? 0 : card.about === 'review' ? 2 : 1,
    priority: card.priority,
    words: card.rings ? `${t(card.exhausted_at ? 'title' : 'radio_title')}: ${about}` : about,
    detail: card.rings
      ? card.exhausted_at
        ? t('all_tried', { ways: tried(card) })
        : t('say_radio')
      : inHand(card),
    number: live.board('open-incidents').get(card.incident_id ?? '')?.number,
    incident_id: card.incident_id ?? undefined,
    since_at: card.raised_at,
    acts: card.rings
      ? [
          { label: t('said'), main: true, desk: 'alerts', name: 'say-alert', body },
          { label: t('take'), desk: 'alerts', name: 'take-alert', body },
        ]
      : [],
    held: !card.rings,
    topic: `${card.about === 'escalation' ? 'referral' : card.about}/${card.subject}`,
  }
}

function whom(card: AlertCard): string {
  if (card.about === 'plan') return holderName(card.audience[0] ?? '')
  if (card.about === 'fleet') return fleetName(card.subject)
  if (card.unit_id) return place().callSign(card.unit_id)
  if (card.agency) return place().agency(card.agency)?.short ?? card.agency
  return place().hospital(card.hospital)?.name ?? ''
}

function tried(card: AlertCard): string {
  const ways = card.ways.filter((line) => line.state !== 'skipped' && line.way !== 'page')
  return ways
    .map((line) => `${t(`way.${line.way}`)} ${t(`state.${line.state}` as 'state.sent')}`)
    .join(', ')
}

function inHand(card: AlertCard): string {
  const zone = place().raw.zone
  const name = card.taken_by ? personName(card.taken_by) : ''
  const said = t('taken', { name, time: timeOfDay(card.taken_at ?? '', zone) })
  const again = card.next_at && t('rings_again', { time: timeOfDay(card.next_at, zone, true) })
  return [said, again].filter(Boolean).join(' · ')
}
