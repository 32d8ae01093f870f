// What the crew did and the server does not have yet. Kept in this browser until it is recorded, sent
// in order, each with the id and the time it got when it was done.
import { sentence } from '../../acts.svelte.ts'
import { command } from '../../api.ts'
import { clock } from '../../clock.svelte.ts'
import { uuid7 } from '../../ids.ts'
import { live } from '../../live.svelte.ts'
import type { Instant, Stage } from '../../wire.ts'

export type What = Stage | 'decline' | 'on_duty' | 'off_duty'

export interface QueuedAct {
  readonly what: What
  readonly subject: string // dispatch or unit id
  readonly at: Instant
  readonly desk: string
  readonly name: string
  readonly body: Readonly<Record<string, unknown>> // with command_id: never changed any more
}

export interface RefusedAct {
  readonly act: QueuedAct
  readonly why: string
}

const KEY = 'siaga.crew.waiting.'
const AGAIN_MS = 5_000
const SHOWN_BY_MS = 6_000

export class Outbox {
  waiting = $state.raw<readonly QueuedAct[]>([])
  /** Recorded, but the boards of this page do not show it yet. */
  settling = $state.raw<readonly QueuedAct[]>([])
  refused = $state.raw<readonly RefusedAct[]>([])
  /** The last attempt did not reach the server. */
  cut = $state(false)
  readonly #key: string
  #running = false
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(account: string) {
    this.#key = KEY + account
    this.waiting = read(this.#key)
  }

  /** Starts to send what waits; ends with the returned function. */
  open(): () => void {
    const pump = () => void this.pump()
    addEventListener('online', pump)
    this.#timer = setInterval(pump, AGAIN_MS)
    pump()
    return () => {
      removeEventListener('online', pump)
      clearInterval(this.#timer)
    }
  }

  /** `timed`: the desk takes the time it happened. */
  add(
    what: What,
    subject: string,
    request: { desk: string; name: string; body: Record<string, unknown>; timed?: boolean },
  ): void {
    const at = new Date(clock.now_ms).toISOString()
    const body = {
      command_id: uuid7(),
      ...request.body,
      via: 'device',
      ...(request.timed !== false && { occurred_at: at }),
    }
    const act = { what, subject, at, desk: request.desk, name: request.name, body }
    this.#keep([...this.waiting, act])
    void this.pump()
  }

  /** The acts of a dispatch or unit that the cards do not show yet, oldest first. */
  ahead(subject: string): QueuedAct[] {
    return [...this.settling, ...this.waiting].filter((act) => act.subject === subject)
  }

  forgive(refused: RefusedAct): void {
    this.refused = this.refused.filter((one) => one !== refused)
  }

  async pump(): Promise<void> {
    if (this.#running) return
    this.#running = true
    for (let act = this.waiting[0]; act; act = this.waiting[0]) {
      const answer = await command(act.desk, act.name, act.body)
      if (!answer.ok && comesBack(answer.status)) {
        this.cut = true
        break
      }
      this.cut = false
      if (answer.ok) {
        this.settling = [...this.settling, act]
        void this.#settle(act, answer.position)
      } else {
        this.refused = [...this.refused, { act, why: sentence(answer) }]
      }
      this.#keep(this.waiting.slice(1))
    }
    this.#running = false
  }

  async #settle(act: QueuedAct, position: number): Promise<void> {
    const late = new Promise((done) => setTimeout(done, SHOWN_BY_MS))
    await Promise.race([live.written(position), late])
    this.settling = this.settling.filter((one) => one !== act)
  }

  #keep(waiting: readonly QueuedAct[]): void {
    this.waiting = waiting
    if (waiting.length) localStorage.setItem(this.#key, JSON.stringify(waiting))
    else localStorage.removeItem(this.#key)
  }
}

/** Signed out, throttled or not reached: the act is still good. */
function comesBack(status: number): boolean {
  return status === 0 || status === 401 || status === 429 || status >= 500
}

function read(key: string): QueuedAct[] {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '[]') as QueuedAct[]
  } catch {
    return []
  }
}
