// What the crew did and the server does not have yet. Kept in this browser until it is recorded, each
// with the id and the time it got when it was done. The rules are in `queue.ts`.
import { sentence } from '../../acts.svelte.ts'
import { commandOnce, getServerTime, uploadMedia } from '../../api.ts'
import { clock } from '../../clock.svelte.ts'
import { uuid7 } from '../../ids.ts'
import { keeping } from '../../keeping.ts'
import { live } from '../../live.svelte.ts'
import { here } from '../../session.svelte.ts'
import type { Answer, Denied } from '../../wire.ts'
import {
  bodyToSend, comesBack, isOld, nextToSend, UNDO_MS, withTried,
  type HeldFile, type Lane, type QueuedAct, type Timing, type What,
} from './queue.ts'

export type { QueuedAct, What } from './queue.ts'

const AGAIN_MS = 5_000
const SHOWN_BY_MS = 6_000
const EMERGENCY_KEY = 'siaga.crew.acts.' // where a full disk still has room for a few words
const UNDO_KEY = 'siaga.crew.undo_s'
const PAGE = uuid7()

interface Request {
  readonly desk: string
  readonly name: string
  readonly body: Readonly<Record<string, unknown>>
  readonly timing?: Timing
  readonly lane?: Lane
  readonly files?: readonly HeldFile[]
  readonly undo?: boolean
  readonly via?: false // the command does not take it
}

export class Outbox {
  acts = $state.raw<readonly QueuedAct[]>([])
  /** Recorded, but the boards of this page do not show it yet. */
  settling = $state.raw<readonly QueuedAct[]>([])
  /** Taken by the server as late notes: the job they are of was over by then. Shown until read. */
  belated = $state.raw<readonly QueuedAct[]>([])
  /** The last attempt did not reach the server. */
  cut = $state(false)
  /** The browser has no room: what is said now lives only as long as this page. */
  full = $state(false)
  /** Acts of other people on this phone, which only they can send. */
  strangers = $state(0)
  readonly #account: string
  readonly #hurried = new Set<string>()
  #loaded: Promise<void>
  #running = false
  #order = 0

  constructor(account: string) {
    this.#account = account
    this.#loaded = this.#load()
  }

  readonly waiting = $derived(this.acts.filter((act) => act.refused === null))
  readonly refused = $derived(this.acts.filter((act) => act.refused !== null))
  /** Said long ago and never sent: a person says whether it still holds. */
  readonly old = $derived(this.waiting.filter((act) => isOld(act, Date.now())))
  /** What can still be undone. */
  readonly undoable = $derived.by(() => {
    void clock.now_ms
    const last = this.waiting.at(-1)
    return last && this.#leftOf(last) > 0 ? last : null
  })

  leftOf_s(act: QueuedAct): number {
    void clock.now_ms
    return Math.ceil(this.#leftOf(act) / 1000)
  }

  #leftOf(act: QueuedAct): number {
    if (this.#hurried.has(act.id)) return 0
    const left_ms = act.hold_until_ms - Date.now()
    return left_ms <= UNDO_MS ? left_ms : 0
  }

  /** Starts to send what waits; ends with the returned function. */
  open(): () => void {
    const pump = () => void this.pump()
    addEventListener('online', pump)
    const timer = setInterval(pump, 1_000)
    pump()
    return () => {
      removeEventListener('online', pump)
      clearInterval(timer)
    }
  }

  /** Resolves once it is kept; false: there was no room for its files and it was not taken. */
  async add(what: What, subject: string, request: Request): Promise<boolean> {
    await this.#loaded
    const device_ms = Date.now()
    const undo_ms = request.undo ? undoFor() : 0
    const act: QueuedAct = {
      id: uuid7(),
      account: this.#account,
      order: (this.#order += 1),
      what,
      lane: request.lane ?? 'step',
      subject,
      at: new Date(clock.exact_ms()).toISOString(),
      device_ms,
      tick_ms: performance.now(),
      page: PAGE,
      hold_until_ms: device_ms + undo_ms,
      desk: request.desk,
      name: request.name,
      body: { ...request.body, ...(request.via !== false && { via: 'device' }) },
      timing: request.timing ?? 'device',
      files: request.files ?? [],
      released: false,
      tried: [],
      refused: null,
    }
    if (!(await this.#keep(act)) && act.files.length) return false
    this.acts = [...this.acts, act]
    void this.pump()
    return true
  }

  /** The acts of a dispatch or unit that the cards do not show yet, oldest first. */
  ahead(subject: string): QueuedAct[] {
    return [...this.settling, ...this.waiting].filter((act) => act.subject === subject)
  }

  async undo(act: QueuedAct): Promise<void> {
    if (act.tried.length === 0) await this.#drop(act)
  }

  hurry(act: QueuedAct): void {
    this.#hurried.add(act.id)
    void this.pump()
  }

  /** A refusal was read; or an old act shall not be sent any more. */
  async forgive(act: QueuedAct): Promise<void> {
    await this.#drop(act)
  }

  async release(act: QueuedAct): Promise<void> {
    await this.#change(act, { ...act, released: true })
    void this.pump()
  }

  #again_ms = 0

  async pump(now = false): Promise<void> {
    if (this.#running || (!now && performance.now() < this.#again_ms)) return
    await this.#loaded
    if (!nextToSend(this.acts, Date.now(), this.#hurried)) return
    this.#running = true
    try {
      if (!(await this.#ready())) return this.#later()
      for (;;) {
        const act = nextToSend(this.acts, Date.now(), this.#hurried)
        if (!act) return
        if (!(await this.#send(act))) return this.#later()
        this.cut = false
      }
    } finally {
      this.#running = false
    }
  }

  #later(): void {
    this.cut = true
    this.#again_ms = performance.now() + AGAIN_MS
  }

  /** Who we are and what time it is: without both nothing may leave. */
  async #ready(): Promise<boolean> {
    if (!(await here.confirm())) return false
    if (clock.measured) return true
    const server_ms = await getServerTime()
    if (server_ms === null) return false
    clock.correct(server_ms - Date.now())
    return true
  }

  /** True when the server has answered, whatever it said. */
  async #send(first: QueuedAct): Promise<boolean> {
    let act = first
    for (const [index, file] of act.files.entries()) {
      if (file.stored) continue
      const kept = await uploadMedia(file.blob)
      if (!('stored' in kept)) return this.#judge(act, kept)
      const files = act.files.map((one, n) => (n === index ? { ...one, ...kept } : one))
      act = await this.#change(act, { ...act, files })
    }
    const body = bodyToSend(act, {
      device_ms: Date.now(),
      tick_ms: performance.now(),
      page: PAGE,
      server_ms: clock.exact_ms(),
    })
    // Written down before it leaves: after a crash in between, the same words are asked about again.
    act = await this.#change(act, withTried(act, body))
    let answer = await commandOnce(act.desk, act.name, body)
    if (!answer.ok && answer.field === 'command_id') answer = await this.#askAgain(act, answer)
    return this.#judge(act, answer)
  }

  /** An earlier try has arrived: its own words, said once more, get the answer it got. */
  async #askAgain(act: QueuedAct, altered: Denied): Promise<Answer> {
    for (const body of act.tried.slice(0, -1).toReversed()) {
      const answer = await commandOnce(act.desk, act.name, body)
      if (answer.ok || answer.field !== 'command_id') return answer
    }
    return altered
  }

  async #judge(act: QueuedAct, answer: Answer): Promise<boolean> {
    if (!answer.ok && comesBack(answer.status)) return false
    if (!answer.ok && answer.status === 403 && !answer.refusal && act.tried.length < 3) {
      here.restored = true // another page of this browser signed in: who are we now?
      return false
    }
    if (answer.ok) {
      this.settling = [...this.settling, act]
      void this.#settle(act, answer.position)
      await this.#drop(act)
    } else {
      await this.#change(act, { ...act, refused: sentence(answer) })
    }
    return true
  }

  async #settle(act: QueuedAct, position: number): Promise<void> {
    const late = new Promise((done) => setTimeout(done, SHOWN_BY_MS))
    await Promise.race([live.written(position), late])
    this.settling = this.settling.filter((one) => one !== act)
    if (ofJob(act) && live.state.phase === 'live' && !hasJob(act.subject)) {
      this.belated = [...this.belated, act]
    }
  }

  read(act: QueuedAct): void {
    this.belated = this.belated.filter((one) => one !== act)
  }

  // ---- on the disk

  async #load(): Promise<void> {
    const found = await keeping.acts<QueuedAct>().catch(() => [])
    const rescued = readRescued(this.#account)
    const known = new Set(found.map((act) => act.id))
    const all = [...found, ...rescued.filter((act) => !known.has(act.id))]
    this.strangers = all.filter((act) => act.account !== this.#account).length
    this.#order = Math.max(0, ...all.map((act) => act.order))
    this.acts = all
      .filter((act) => act.account === this.#account)
      .sort((one, other) => one.order - other.order)
  }

  async #keep(act: QueuedAct): Promise<boolean> {
    try {
      await keeping.putAct(act)
      this.full = false
      return true
    } catch {
      this.full = !act.files.length && !rescue(this.#account, act)
      return false
    }
  }

  async #change<Act extends QueuedAct>(act: QueuedAct, changed: Act): Promise<Act> {
    this.acts = this.acts.map((one) => (one.id === act.id ? changed : one))
    await this.#keep(changed)
    return changed
  }

  async #drop(act: QueuedAct): Promise<void> {
    this.acts = this.acts.filter((one) => one.id !== act.id)
    this.#hurried.delete(act.id)
    await keeping.dropAct(act.id).catch(() => undefined)
    rescue(this.#account, null, act.id)
  }
}

const ENDS: readonly What[] = ['clear', 'decline', 'stand_down']

function ofJob(act: QueuedAct): boolean {
  return act.desk === 'dispatch' && 'dispatch_id' in act.body && !ENDS.includes(act.what)
}

function hasJob(dispatch_id: string): boolean {
  return [...live.board('units').values()].some((card) => card.dispatch_id === dispatch_id)
}

function undoFor(): number {
  const set = localStorage.getItem(UNDO_KEY)
  const given_ms = set === null ? UNDO_MS : Number(set) * 1000
  return Number.isFinite(given_ms) ? Math.min(Math.max(given_ms, 0), UNDO_MS) : UNDO_MS
}

function readRescued(account: string): QueuedAct[] {
  try {
    return JSON.parse(localStorage.getItem(EMERGENCY_KEY + account) ?? '[]') as QueuedAct[]
  } catch {
    return []
  }
}

/** Words without files, where the database of the browser is full or forbidden. */
function rescue(account: string, act: QueuedAct | null, without = act?.id): boolean {
  try {
    const others = readRescued(account).filter((one) => one.id !== without)
    const all = act ? [...others, act] : others
    if (all.length) localStorage.setItem(EMERGENCY_KEY + account, JSON.stringify(all))
    else localStorage.removeItem(EMERGENCY_KEY + account)
    return true
  } catch {
    return false
  }
}
