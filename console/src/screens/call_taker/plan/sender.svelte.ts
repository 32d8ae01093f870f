// Sends what a plan proposes, one ordinary command after the other. Every row ends in an answer:
// sent, refused with its reason, or to be asked by a person. Nothing is skipped.
import { sentence } from '../../../acts.svelte.ts'
import { holderOf, recipient } from '../../../alerts/recipients.ts'
import { command } from '../../../api.ts'
import { place } from '../../../session.svelte.ts'
import type { Authority, IncidentCard, PlanGiven, PlanMessage, Via } from '../../../wire.ts'
import { nearest, neighbourName } from '../handover/neighbours.ts'
import { live } from '../../../live.svelte.ts'
import { takenWords } from '../sending/taken.ts'
import type { Leave } from './Leave.svelte'
import { sentOf } from './told.ts'

export type RowState = 'waiting' | 'sending' | 'sent' | 'denied' | 'ask' | 'other' | 'last'

export interface Row {
  readonly key: string
  readonly kind: 'unit' | 'agency' | 'neighbour' | 'message'
  readonly id: string
  readonly authority: Authority
  readonly note: string
  readonly travel_s: number | null
  readonly fills: readonly string[]
  readonly told?: PlanMessage
  readonly waits?: boolean // for leave to go outside the city
  state: RowState
  why: string
}

/** What is still to be done of a plan; without a card it is only tried. */
export function rowsOf(plan: PlanGiven, card?: IncidentCard): Row[] {
  const units = plan.chosen.map(
    (one): Row => ({
      key: `unit/${one.unit_id}`,
      kind: 'unit',
      id: one.unit_id,
      authority: one.authority,
      note: '',
      waits: one.authority === 'own' && Boolean(plan.border && !plan.border.leave),
      travel_s: one.travel_s ?? null,
      fills: one.fills,
      state: 'waiting',
      why: '',
    }),
  )
  const agencies = plan.agencies
    .filter((one) => !one.tasked)
    .map(
      (one): Row => ({
        key: `agency/${one.agency}`,
        kind: 'agency',
        id: one.agency,
        authority: one.authority,
        note: one.note,
        travel_s: null,
        fills: [],
        state: 'waiting',
        why: '',
      }),
    )
  return [...callsOf(plan, card), ...units, ...agencies, ...messagesOf(plan, card)]
}

const plain = { authority: 'request', note: '', travel_s: null, fills: [], state: 'waiting', why: '' } as const

/** The neighbour of an incident outside the city, who is called whatever the rule says of our units. */
function callsOf(plan: PlanGiven, card?: IncidentCard): Row[] {
  const to = nearest(card?.location?.point)[0]
  if (!plan.border || !to) return []
  const stand = card && live.board('handovers').get(card.incident_id)?.state
  if (stand === 'open' || stand === 'accepted') return []
  return [{ ...plain, key: `neighbour/${to.id}`, kind: 'neighbour', id: to.id }]
}

function messagesOf(plan: PlanGiven, card?: IncidentCard): Row[] {
  return plan.messages
    .filter((one) => !card || !sentOf(one, card.incident_id, plan.alarm))
    .map((told) => ({
      ...plain,
      key: `message/${holderOf(told)}/${told.message}/${plan.alarm}`,
      kind: 'message',
      id: recipient(told),
      told,
    }))
}

export class Sender {
  rows = $state<Row[]>([])
  busy = $state(false)
  readonly #incident: () => string
  readonly #plan: () => PlanGiven | null

  constructor(incident: () => string, plan: () => PlanGiven | null) {
    this.#incident = incident
    this.#plan = plan
  }

  count(state: RowState): number {
    return this.rows.filter((row) => row.state === state).length
  }

  /** `leave`: of units outside the city; the desk remembers it for the incident. */
  async sendAll(rows: readonly Row[], leave?: Leave): Promise<void> {
    if (this.busy) return
    this.busy = true
    const earlier = this.rows.filter((row) => !rows.some((one) => one.key === row.key))
    this.rows = [...earlier, ...rows.map((row) => ({ ...row }))]
    for (const { key } of rows) {
      const row = this.rows.find((one) => one.key === key)
      if (row) await this.#send(row, leave)
    }
    this.busy = false
  }

  async again(row: Row): Promise<void> {
    if (row.state !== 'sending') await this.#send(row)
  }

  /** A unit whose base was asked, and by which way. */
  async asked(row: Row, asked_via: Via): Promise<void> {
    if (row.state === 'ask') await this.#dispatch(row, { asked_via })
  }

  /** The last free unit goes to no P1 all the same, and why. */
  async forced(row: Row, last_unit_reason: string): Promise<void> {
    if (row.state === 'last') await this.#dispatch(row, { last_unit_reason })
  }

  clear(): void {
    this.rows = []
  }

  async #send(row: Row, leave?: Leave): Promise<void> {
    if (row.kind === 'neighbour') {
      await this.#say(row, 'neighbours', 'offer-handover', { neighbour: row.id })
    } else if (row.kind === 'message') {
      const alarm = this.#plan()?.alarm ?? 1
      await this.#say(row, 'alerts', 'tell-plan', { told: row.told, alarm })
    } else if (row.kind === 'agency') {
      await this.#say(row, 'agencies', 'send-referral', {
        agency: row.id,
        ...(row.note && { note: row.note }),
      })
    } else if (row.authority === 'through_base') row.state = 'ask'
    else if (row.authority === 'request') row.state = 'other'
    else await this.#dispatch(row, { ...leave })
  }

  async #dispatch(row: Row, more: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#say(row, 'dispatch', 'dispatch-unit', { unit_id: row.id, ...more })
  }

  async #say(
    row: Row,
    desk: string,
    name: string,
    body: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    row.state = 'sending'
    const answer = await command(desk, name, { incident_id: this.#incident(), ...body })
    row.state = answer.ok ? 'sent' : 'denied'
    row.why = answer.ok ? '' : sentence(answer)
    if (answer.ok) return
    if (answer.refusal === 'LAST_UNIT') row.state = 'last'
    if (answer.refusal === 'UNIT_BUSY') row.why = takenWords(row.id) || row.why
  }
}

/** The name a row goes by. */
export function nameOf(row: Row): string {
  if (row.kind === 'unit') return place().callSign(row.id)
  if (row.kind === 'neighbour') return neighbourName(row.id)
  return row.kind === 'message' ? row.id : (place().agency(row.id)?.short ?? row.id)
}
