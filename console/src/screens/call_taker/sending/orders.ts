// Orders of the command line that are about units and partners, beside sending.
import { command } from '../../../api.ts'
import type { SendingOrder } from '../../../command_line.ts'
import { live } from '../../../live.svelte.ts'
import { place } from '../../../session.svelte.ts'
import type { Answer, IncidentCard } from '../../../wire.ts'
import { t } from '../words.ts'

/** The desk's answer, or a sentence when it cannot be asked. */
export async function obeySending(
  order: SendingOrder,
  incident: (written: string | null) => IncidentCard | null,
): Promise<Answer | string> {
  switch (order.verb) {
    case 'stand_by': {
      const card = incident(null)
      return command('dispatch', 'pre-alert', {
        unit_id: order.unit,
        ...(card && { incident_id: card.incident_id }),
      })
    }
    case 'stand_down': {
      const dispatch_id = live.board('units').get(order.unit)?.dispatch_id
      if (!dispatch_id) return t('line.no_job', { word: place().callSign(order.unit) })
      const { text } = order
      return command('dispatch', 'cancel', { dispatch_id, ...(text && { reason: text }) })
    }
    case 'next': {
      const card = incident(order.incident)
      if (!card) return t('line.no_incident', { word: order.incident ?? '' })
      const { incident_id } = card
      return command('dispatch', 'set-next-job', { unit_id: order.unit, incident_id })
    }
    case 'partner': {
      const card = incident(null)
      if (!card) return t('line.no_incident', { word: '' })
      return command('dispatch', 'record-partner', {
        incident_id: card.incident_id,
        partner_id: order.partner,
        answer: order.answer,
        via: 'phone',
        ...(order.minutes !== null && { eta_min: order.minutes }),
      })
    }
    case 'divert':
      return divert(order, incident)
  }
}

function divert(
  order: Extract<SendingOrder, { verb: 'divert' }>,
  incident: (written: string | null) => IncidentCard | null,
): Promise<Answer | string> | string {
  const card = incident(order.incident)
  if (!card) return t('line.no_incident', { word: order.incident ?? '' })
  const busy = live.board('units').get(order.unit)
  if (!busy?.dispatch_id || !busy.incident_id) {
    return t('line.no_job', { word: place().callSign(order.unit) })
  }
  const base = place().agencyOf(order.unit)?.authority === 'through_base'
  return command('dispatch', 'reassign', {
    dispatch_id: busy.dispatch_id,
    unit_id: order.unit,
    from_id: busy.incident_id,
    incident_id: card.incident_id,
    reason: order.text,
    ...(order.consent && { consent: order.consent }),
    ...(base && { asked_via: 'phone' }),
  })
}
