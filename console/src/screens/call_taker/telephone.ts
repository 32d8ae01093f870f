// What the screens ask of the telephone in this page. The softphone is bound to it when it starts;
// a site without one keeps the telephone that is off.
import type { Done, LostReason, MicState, OffReason } from '../../phone/shapes.ts'

export type { Done }

export interface OwnCall {
  readonly contact_id: string
  readonly since_ms: number
  readonly calling: boolean // we dial, nobody has picked up yet
  readonly held: boolean
  readonly muted: boolean
  readonly caller_gone: boolean // only those we asked in are left
  readonly others: readonly Other[]
}

/** Somebody beside caller and taker. */
export interface Other {
  readonly id: string
  readonly who: string // number or account
  readonly up: boolean
  readonly placed: string // id of the call we placed to them, "" for a colleague
}

export interface Telephone {
  /** Off: this site has no telephone, this account none, or another page of this account has it. */
  readonly phase: 'off' | 'connecting' | 'ready' | 'lost'
  readonly off_why: OffReason | null
  readonly lost_why: LostReason | null
  readonly lost_since_ms: number | null
  readonly microphone: MicState
  readonly ring: { readonly contact_id: string; readonly since_ms: number } | null
  readonly call: OwnCall | null
  /** `insist`: takes the telephone from another page. */
  start(how?: { readonly insist?: boolean }): Promise<void>
  /** What the switch can do: hold, transfer, add_party, listen, early_digits, play. */
  can(what: string): boolean
  answer(): Promise<Done>
  hangUp(): Promise<Done>
  hold(held: boolean): Promise<Done>
  mute(muted: boolean): void
  /** Calls a number of the line; `contact_id` says whose call it is, or which placed call. */
  dial(number: string, contact_id: string): Promise<Done>
  /** Takes a number or a colleague's account id into the running conversation. */
  join(to: string, placed?: string): Promise<Done>
  /** Lets one of them go, by id; `caller` for the caller. */
  drop(id: string): Done
  /** Leaves the others to each other: this page stays their bridge, its taker is free. */
  leave(): Done
  /** Joins a colleague's conversation, silent or in their place. */
  visit(taker: string, contact_id: string, as: 'listen' | 'take_over'): Promise<Done>
}

const not: Done = { ok: false, why: 'not_registered' }
const cannot = () => Promise.resolve(not)

export const OFF: Telephone = {
  phase: 'off',
  off_why: null,
  lost_why: null,
  lost_since_ms: null,
  microphone: 'ok',
  ring: null,
  call: null,
  start: () => Promise.resolve(),
  can: () => false,
  answer: cannot,
  hangUp: cannot,
  hold: cannot,
  mute: () => undefined,
  dial: cannot,
  join: cannot,
  drop: () => not,
  leave: () => not,
  visit: cannot,
}
