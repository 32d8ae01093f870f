// What the crew did and the server does not have yet. Kept in this browser until it is recorded, each
// with the id and the time it got when it was done. The rules are in `queue.ts`, how it leaves in
// `sender.ts`; what is on the disk holds, because the worker and other pages send from there too.
import { sentence } from '../../acts.svelte.ts'
import { getServerTime } from '../../request.ts'
import { clock } from '../../clock.svelte.ts'
import { uuid7 } from '../../ids.ts'
import { keeping } from '../../keeping.ts'
import { live } from '../../live.svelte.ts'
import { here } from '../../session.svelte.ts'
import { worker } from '../../worker.svelte.ts'
import {
  isOld, left_ms, nextToSend, nextToStore, TURNS, UNDO_MS,
  type HeldFile, type Lane, type QueuedAct, type Timing, type What,
} from './queue.ts'
import { sendFiles, sendLanes, TAG, type Kept, type Told } from './sender.ts'

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
  readonly #unkept = new Set<string>() // no room for these on the disk
  readonly #left = new Set<string>() // recorded or taken back: the disk is told in a moment
  readonly #others = 'BroadcastChannel' in globalThis ? new BroadcastChannel(TAG) : null
  #loaded: Promise<void>
  readonly #sending = new Set<readonly Lane[]>()
  #upload: AbortController | null = null
  #again_ms = 0
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
    return last && left_ms(last, Date.now()) > 0 ? last : null
  })

  leftOf_s(act: QueuedAct): number {
    void clock.now_ms
    return Math.ceil(left_ms(act, Date.now()) / 1000)
  }

  /** Starts to send what waits; ends with the returned function. */
  open(): () => void {
    const pump = () => void this.pump()
    const turned = () => {
      if (document.visibilityState === 'hidden') this.#handOver()
      else void this.#look().then(pump)
    }
    const told = ({ data }: MessageEvent<Told>) => void this.#hear(data)
    addEventListener('online', pump)
    document.addEventListener('visibilitychange', turned)
    this.#others?.addEventListener('message', told)
    const timer = setInterval(pump, 1_000)
    pump()
    return () => {
      removeEventListener('online', pump)
      document.removeEventListener('visibilitychange', turned)
      this.#others?.close()
      clearInterval(timer)
    }
  }

  /** Nobody looks at the page, or nothing leaves: the worker sends as soon as it can. */
  #handOver(): void {
    if (this.waiting.some((act) => !this.#unkept.has(act.id))) void worker.wake(TAG)
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
    if (!this.acts.some((one) => one.id === act.id)) this.acts = [...this.acts, act]
    this.#tell({})
    void navigator.storage?.persist?.() // a browser that clears up must ask somebody first
    if (act.lane === 'panic') this.#upload?.abort() // the whole of a weak line for a call for help
    void this.pump(act.lane === 'panic')
    return true
  }

  /** The acts of a dispatch or unit that the cards do not show yet, oldest first. */
  ahead(subject: string): QueuedAct[] {
    return [...this.settling, ...this.waiting].filter((act) => act.subject === subject)
  }

  async undo(act: QueuedAct): Promise<void> {
    const untried = (one: QueuedAct) => (one.tried.length ? one : null)
    const kept = await keeping.turnAct<QueuedAct>(act.id, untried).catch(() => undefined)
    if (!kept) await this.#drop(act)
    else await this.#look()
  }

  hurry(act: QueuedAct): void {
    void this.#turn(act, (one) => ({ ...one, hold_until_ms: 0 })).then(() => this.pump())
  }

  /** A refusal was read; or an old act shall not be sent any more. */
  async forgive(act: QueuedAct): Promise<void> {
    await this.#drop(act)
  }

  async release(act: QueuedAct): Promise<void> {
    await this.#turn(act, (one) => ({ ...one, released: true }))
    void this.pump()
  }

  async pump(now = false): Promise<void> {
    if (!now && performance.now() < this.#again_ms) return
    await this.#loaded
    await Promise.all([...TURNS.map((lanes) => this.#send(lanes)), this.#store()])
  }

  async #send(lanes: readonly Lane[]): Promise<void> {
    if (this.#sending.has(lanes) || !nextToSend(this.acts, Date.now(), lanes)) return
    this.#sending.add(lanes)
    try {
      if (!(await this.#ready())) return this.#later()
      await this.#look()
      const reached = await sendLanes(lanes, this.#kept)
      if (reached) this.cut = false
      else if (reached === false) this.#later()
    } finally {
      this.#sending.delete(lanes)
    }
  }

  async #store(): Promise<void> {
    if (this.#upload || !nextToStore(this.acts, Date.now())) return
    this.#upload = new AbortController()
    const { signal } = this.#upload
    try {
      if (!(await this.#ready())) return this.#later()
      const reached = await sendFiles(this.#kept, signal)
      if (!reached && !signal.aborted) this.#later()
    } finally {
      this.#upload = null
    }
  }

  #later(): void {
    if (!this.cut) this.#handOver()
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

  readonly #kept: Kept = {
    acts: () => this.acts,
    turn: (act, turn) => this.#turn(act, turn),
    recorded: async (act, position) => {
      this.#settle(act, position)
      await this.#drop(act, position)
    },
    clocks: () => ({
      device_ms: Date.now(),
      tick_ms: performance.now(),
      page: PAGE,
      server_ms: clock.exact_ms(),
    }),
    doubt: () => (here.restored = true), // another page of this browser signed in
  }

  /** Shown as said until the boards show it. Without a position: sent while we did not look. */
  #settle(act: QueuedAct, position?: number): void {
    this.settling = [...this.settling, act]
    const late = new Promise((done) => setTimeout(done, SHOWN_BY_MS))
    const shown = position === undefined ? late : Promise.race([live.written(position), late])
    void shown.then(() => {
      this.settling = this.settling.filter((one) => one !== act)
      if (position !== undefined && ofJob(act) && live.state.phase === 'live' && !hasJob(act.subject)) {
        this.belated = [...this.belated, act]
      }
    })
  }

  read(act: QueuedAct): void {
    this.belated = this.belated.filter((one) => one !== act)
  }

  // ---- on the disk

  async #load(): Promise<void> {
    await this.#look()
    const known = new Set(this.acts.map((act) => act.id))
    const rescued = readRescued(this.#account).filter((act) => !known.has(act.id))
    for (const act of rescued) this.#unkept.add(act.id)
    this.acts = [...rescued, ...this.acts].sort((one, other) => one.order - other.order)
    this.#order = Math.max(this.#order, ...rescued.map((act) => act.order))
  }

  /** What others did with what is kept: the worker sends, another page adds and undoes. */
  async #look(): Promise<void> {
    const all = await keeping.acts<QueuedAct>().catch(() => null)
    if (!all) return
    const there = new Set(all.map((act) => act.id))
    const own = all.filter((act) => act.account === this.#account && !this.#left.has(act.id))
    for (const act of this.acts) {
      if (there.has(act.id) || this.#left.has(act.id)) continue
      if (this.#unkept.has(act.id)) own.push(act)
      else if (act.refused === null) this.#settle(act)
    }
    this.strangers = all.filter((act) => act.account !== this.#account).length
    this.#order = Math.max(this.#order, ...all.map((act) => act.order))
    this.acts = own.sort((one, other) => one.order - other.order)
  }

  async #hear({ id, position }: Told): Promise<void> {
    const act = this.acts.find((one) => one.id === id)
    if (act && position !== undefined) {
      this.#settle(act, position)
      this.acts = this.acts.filter((one) => one !== act)
    }
    await this.#look()
  }

  #tell(told: Told): void {
    this.#others?.postMessage(told)
  }

  async #keep(act: QueuedAct): Promise<boolean> {
    try {
      await keeping.putAct(act)
      this.#unkept.delete(act.id)
      this.full = false
      return true
    } catch {
      if (!act.files.length) this.#unkept.add(act.id)
      this.full = !act.files.length && !rescue(this.#account, act)
      return false
    }
  }

  async #turn(act: QueuedAct, turn: (act: QueuedAct) => QueuedAct): Promise<QueuedAct | null> {
    const known = this.acts.find((one) => one.id === act.id) ?? act
    let turned = await keeping.turnAct<QueuedAct>(act.id, turn).catch(() => turn(known))
    if (!turned && this.#unkept.has(act.id)) {
      turned = turn(known)
      await this.#keep(turned)
    }
    if (turned) this.acts = this.acts.map((one) => (one.id === act.id ? turned : one))
    else await this.#look()
    return turned ?? null
  }

  async #drop(act: QueuedAct, position?: number): Promise<void> {
    this.#left.add(act.id)
    this.acts = this.acts.filter((one) => one.id !== act.id)
    this.#unkept.delete(act.id)
    await keeping.dropAct(act.id).catch(() => undefined)
    rescue(this.#account, null, act.id)
    this.#tell(position === undefined ? {} : { id: act.id, position })
  }
}

/** Why it was refused, in words. */
export function why({ refused }: QueuedAct): string {
  return typeof refused === 'string' ? refused : refused ? sentence(refused) : ''
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
