// The queue's rules, without a browser: which act goes next, and when it says it happened.
import type { Denied, Instant, Stage } from '../../wire.ts'

export type What =
  | Stage
  | 'decline'
  | 'on_duty'
  | 'off_duty'
  | 'sign_on'
  | 'sign_off'
  | 'note'
  | 'photo'
  | 'voice'
  | 'signature'
  | 'changes'
  | 'stand_down'
  | 'pre_alert'
  | 'found'
  | 'panic'
  | 'panic_mistake'
  | 'roll_call'
  | 'patient'
  | 'premise'
  | 'lane'

/** Acts of one lane go in order; a heavy photo never stands before a status. */
export type Lane = 'panic' | 'step' | 'note'
/** A call for help does not stand behind a status that hangs on a weak line: it has its own turn. */
export const TURNS: readonly (readonly Lane[])[] = [['panic'], ['step', 'note']]

/** How a desk is told when it was: by this device's clock, by the server's, or not at all. */
export type Timing = 'device' | 'occurred' | 'none'

export interface HeldFile {
  readonly media_type: string
  readonly blob: Blob
  readonly stored?: string // once the server has it
}

export interface QueuedAct {
  readonly id: string // its command's, made once and never again
  readonly account: string
  readonly order: number // grows with every act of this browser
  readonly what: What
  readonly lane: Lane
  readonly subject: string // dispatch, unit or incident
  readonly at: Instant // by the server's clock, as well as it was known then
  readonly device_ms: number // by the clock of this device
  readonly tick_ms: number // of `page`'s own clock, which nobody can set
  readonly page: string
  readonly hold_until_ms: number // by the clock of this device; until then it can be undone
  readonly desk: string
  readonly name: string
  readonly body: Readonly<Record<string, unknown>>
  readonly files: readonly HeldFile[]
  readonly timing: Timing
  readonly released: boolean // an old one that a person has said shall go
  /** Bodies that left and were never answered: one of them may have arrived. */
  readonly tried: readonly Readonly<Record<string, unknown>>[]
  /** What the server said no to; kept until it was read. */
  readonly refused: Denied | string | null // a sentence: by an earlier version of this page
}

export const UNDO_MS = 10_000
/** Duty said so long ago must not change today's without a person's word. */
export const OLD_MS = 4 * 3_600_000
const TRIED_MAX = 4

/** Old words about duty wait for a person; they hold up nobody. */
export function isOld(act: QueuedAct, device_ms: number): boolean {
  const duty = ['on_duty', 'off_duty', 'sign_on', 'sign_off', 'pre_alert'].includes(act.what)
  return duty && !act.released && Math.abs(device_ms - act.device_ms) > OLD_MS
}

/** The act to send now, if any. One whose file is still to go up holds up nobody. */
export function nextToSend(
  acts: readonly QueuedAct[],
  device_ms: number,
  lanes: readonly Lane[] = TURNS.flat(),
): QueuedAct | undefined {
  const open = acts.filter((act) => act.refused === null && !isOld(act, device_ms))
  for (const lane of lanes) {
    const first = open
      .filter((act) => act.lane === lane && !act.files.some(isOwed))
      .sort((one, other) => one.order - other.order)[0]
    if (first && !isHeld(first, open, device_ms)) return first
  }
  return undefined
}

/** The act whose file goes up next: beside what is said, never before it. */
export function nextToStore(acts: readonly QueuedAct[], device_ms: number): QueuedAct | undefined {
  const owing = acts.filter((act) => act.refused === null && act.files.some(isOwed))
  return owing.sort((one, other) => one.order - other.order).find((act) => !left_ms(act, device_ms))
}

/** How long until the first of what can still be undone may leave; null: nothing is held. */
export function heldFor_ms(acts: readonly QueuedAct[], device_ms: number): number | null {
  const held = acts.filter((act) => act.refused === null).map((act) => left_ms(act, device_ms))
  const left = held.filter((one) => one > 0)
  return left.length ? Math.min(...left) : null
}

export const isOwed = (file: HeldFile): boolean => !file.stored

/** A later step of the same lane confirms the one before it. */
function isHeld(act: QueuedAct, open: readonly QueuedAct[], device_ms: number): boolean {
  if (open.some((one) => one.lane === act.lane && one.order > act.order)) return false
  return left_ms(act, device_ms) > 0
}

/** What is left of the time to undo. A clock that was set holds nothing. */
export function left_ms(act: QueuedAct, device_ms: number): number {
  const left = act.hold_until_ms - device_ms
  return left > 0 && left <= UNDO_MS ? left : 0
}

export interface Clocks {
  readonly device_ms: number
  readonly tick_ms: number
  readonly page: string
  readonly server_ms: number // as well as it is known
}

const SANE_FROM_MS = Date.UTC(2020, 0, 2)
const SANE_FOR_MS = 300 * 86_400_000

/**
 * The body as it leaves now. Both times are of this device's clock: the server sets them right. A
 * clock that was set back meanwhile shows in the page's own ticks, and an impossible one (1970) is
 * replaced by the server's.
 */
export function bodyToSend(act: QueuedAct, now: Clocks): Record<string, unknown> {
  let done_ms = act.device_ms
  if (act.page === now.page) {
    const passed_ms = now.tick_ms - act.tick_ms
    if (now.device_ms - done_ms < passed_ms - 2_000) done_ms = now.device_ms - passed_ms
  }
  let sent_ms = now.device_ms
  const off_ms = now.server_ms - sent_ms
  if (Math.min(done_ms, sent_ms) < SANE_FROM_MS || Math.abs(off_ms) > SANE_FOR_MS) {
    done_ms = Math.min(Date.parse(act.at), now.server_ms)
    if (done_ms < SANE_FROM_MS || now.server_ms - done_ms > SANE_FOR_MS) done_ms = now.server_ms
    sent_ms = now.server_ms
  }
  const media = act.files.map(({ media_type, stored }) => ({ media_type, stored }))
  return {
    ...act.body,
    command_id: act.id,
    ...(media.length && { media }),
    ...(act.timing === 'device' && { device_at: iso(done_ms), sent_at: iso(sent_ms) }),
    ...(act.timing === 'occurred' && {
      occurred_at: iso(Math.min(done_ms + now.server_ms - sent_ms, now.server_ms)),
    }),
  }
}

function iso(at_ms: number): Instant {
  return new Date(at_ms).toISOString()
}

/** Remembers a body that left without an answer. */
export function withTried(act: QueuedAct, body: Readonly<Record<string, unknown>>): QueuedAct {
  return { ...act, tried: [...act.tried, body].slice(-TRIED_MAX) }
}

/** Signed out, throttled or not reached: the act is still good. */
export function comesBack(status: number): boolean {
  return status === 0 || status === 401 || status === 429 || status >= 500
}
