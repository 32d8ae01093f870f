// Sends what a plan proposes, one ordinary command after the other. Every row ends in an answer:
// sent, refused with its reason, or to be asked by a person. Nothing is skipped.
import { sentence } from '../../../acts.svelte.ts'
import { command } from '../../../api.ts'
import { place } from '../../../session.svelte.ts'
import type { Authority, PlanGiven, Via } from '../../../wire.ts'

export type RowState = 'waiting' | 'sending' | 'sent' | 'denied' | 'ask' | 'other'

export interface Row {
  readonly key: string
  readonly kind: 'unit' | 'agency'
  readonly id: string
  readonly authority: Authority
  readonly note: string
  readonly travel_s: number | null
  readonly capability: string
  state: RowState
  why: string
}

/** What is still to be done of a plan. */
export function rowsOf(plan: PlanGiven): Row[] {
  const units = plan.chosen.map(
    (one): Row => ({
      key: `unit/${one.unit_id}`,
      kind: 'unit',
      id: one.unit_id,
      authority: one.authority,
      note: '',
      travel_s: one.travel_s ?? null,
      capability: one.capability ?? '',
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
        capability: '',
        state: 'waiting',
        why: '',
      }),
    )
  return [...units, ...agencies]
}

export class Sender {
  rows = $state<Row[]>([])
  busy = $state(false)
  readonly #incident: () => string

  constructor(incident: () => string) {
    this.#incident = incident
  }

  count(state: RowState): number {
    return this.rows.filter((row) => row.state === state).length
  }

  async sendAll(rows: readonly Row[]): Promise<void> {
    if (this.busy) return
    this.busy = true
    const earlier = this.rows.filter((row) => !rows.some((one) => one.key === row.key))
    this.rows = [...earlier, ...rows.map((row) => ({ ...row }))]
    for (const { key } of rows) {
      const row = this.rows.find((one) => one.key === key)
      if (row) await this.#send(row)
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

  clear(): void {
    this.rows = []
  }

  async #send(row: Row): Promise<void> {
    if (row.kind === 'agency') {
      await this.#say(row, 'agencies', 'send-referral', {
        agency: row.id,
        ...(row.note && { note: row.note }),
      })
    } else if (row.authority === 'through_base') row.state = 'ask'
    else if (row.authority === 'request') row.state = 'other'
    else await this.#dispatch(row, {})
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
  }
}

/** The name a row goes by. */
export function nameOf(row: Row): string {
  if (row.kind === 'unit') return place().callSign(row.id)
  return place().agency(row.id)?.short ?? row.id
}
