// The only code that reads the stream of boards (design: logbook.md 20). One request carries every
// board of the screen; this file reconnects by its own rule and says when the picture is old.
import { EventParser, type StreamEvent } from './event_parser.ts'
import { Positions } from './positions.ts'
import type { Instant, Signal } from './wire.ts'

const RETRY_FIRST_MS = 300
const RETRY_LAST_MS = 3_000
// Two beats have not come: said so before the third is due ("within 3 s").
const LOST_AFTER_MS = 2_500
const LOOK_EVERY_MS = 250

export interface StreamState {
  readonly phase: 'connecting' | 'live' | 'lost'
  readonly lost_since_ms: number | null // of the last sign of life, browser clock
  readonly retry_at_ms: number | null
}

/** What a screen does with what the stream says. */
export interface Listener {
  change(board: string, key: string, card: unknown): void
  /** Every card of the board (null: of all) follows again; what does not come back is gone. */
  reset(board: string | null): void
  current(): void
  rightsEnded(): void
  signal(signal: Signal): void
  state(state: StreamState): void
  clock(offset_ms: number): void // server minus browser
}

export class BoardStream {
  readonly #listener: Listener
  readonly #positions = new Positions()
  #abort: AbortController | null = null
  #running = false
  #retry_ms = RETRY_FIRST_MS
  #alive_ms = 0
  #wake: (() => void) | null = null
  #waiting: { position: number; done: (written: boolean) => void }[] = []
  #state: StreamState = { phase: 'connecting', lost_since_ms: null, retry_at_ms: null }

  constructor(listener: Listener) {
    this.#listener = listener
  }

  start(boards: readonly string[]): void {
    for (const board of boards) this.#positions.add(board)
    if (this.#running) return
    this.#running = true
    this.#alive_ms = Date.now()
    void this.#run()
    this.#watch()
  }

  stop(): void {
    this.#running = false
    this.#abort?.abort()
    this.#wake?.()
    for (const waiting of this.#waiting.splice(0)) waiting.done(false)
  }

  /** Another board joins the same request; the others go on where they are. */
  follow(board: string): void {
    if (this.#positions.has(board)) return
    this.#positions.add(board)
    this.#again()
  }

  unfollow(board: string): void {
    if (!this.#positions.has(board)) return
    this.#positions.remove(board)
    this.#again()
  }

  /** True once the screen shows everything up to `position`; false when the stream ended first. */
  written(position: number): Promise<boolean> {
    if (this.#positions.seen >= position) return Promise.resolve(true)
    return new Promise((done) => this.#waiting.push({ position, done }))
  }

  retryNow(): void {
    this.#retry_ms = RETRY_FIRST_MS
    this.#again()
  }

  #again(): void {
    this.#abort?.abort()
    this.#wake?.()
  }

  async #run(): Promise<void> {
    while (this.#running) {
      const abort = new AbortController()
      this.#abort = abort
      for (const board of this.#positions.connecting()) this.#listener.reset(board)
      try {
        await this.#read(abort.signal)
      } catch {
        // A cut line and a refused one are the same to the room: the bar says it and we retry.
      }
      if (!this.#running) return
      if (!abort.signal.aborted || this.#silent()) await this.#pause()
    }
  }

  async #read(signal: AbortSignal): Promise<void> {
    const response = await fetch(`/api/boards?${this.#positions.query()}`, {
      signal,
      headers: { accept: 'text/event-stream' },
      cache: 'no-store',
    })
    if (response.status === 401) {
      this.#listener.rightsEnded()
      this.stop()
      return
    }
    if (!response.ok || !response.body) throw new Error(`stream: ${response.status}`)
    const parser = new EventParser()
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      for (const event of parser.feed(value)) this.#hear(event)
    }
  }

  #hear(event: StreamEvent): void {
    const data = JSON.parse(event.data) as Record<string, unknown>
    this.#sign()
    switch (event.event) {
      case 'message':
        this.#listener.change(data['board'] as string, data['key'] as string, data['card'])
        this.#passed(data['position'] as number)
        return
      case 'current':
        this.#positions.caughtUp(data['lineage'] as string, data['position'] as number)
        this.#retry_ms = RETRY_FIRST_MS
        this.#listener.current()
        this.#say({ phase: 'live', lost_since_ms: null, retry_at_ms: null })
        this.#passed(data['position'] as number)
        return
      case 'beat':
        this.#listener.clock(Date.parse(data['now'] as Instant) - Date.now())
        this.#passed(data['position'] as number)
        return
      case 'signal':
        this.#listener.signal(data as unknown as Signal)
        return
      case 'reset':
        this.#reset(data['board'] as string | null, data['reason'] as string)
    }
  }

  #reset(board: string | null, reason: string): void {
    // A restored logbook is another one: what we hold of any board may never have happened in it.
    const which = reason === 'lineage' ? null : board
    this.#positions.reset(which)
    this.#listener.reset(which)
    if (reason === 'rights') this.#listener.rightsEnded()
  }

  #passed(position: number): void {
    this.#positions.passed(position)
    const ready = this.#waiting.filter((waiting) => waiting.position <= this.#positions.seen)
    this.#waiting = this.#waiting.filter((waiting) => waiting.position > this.#positions.seen)
    for (const waiting of ready) waiting.done(true)
  }

  #sign(): void {
    this.#alive_ms = Date.now()
    if (this.#state.phase === 'lost') {
      this.#say({ phase: 'connecting', lost_since_ms: null, retry_at_ms: null })
    }
  }

  #silent(): boolean {
    return Date.now() - this.#alive_ms >= LOST_AFTER_MS
  }

  #watch(): void {
    let looked_ms = Date.now()
    const timer = setInterval(() => {
      if (!this.#running) return clearInterval(timer)
      // A browser too busy to look was too busy to listen: that time is not the line's silence.
      const missed_ms = Date.now() - looked_ms - LOOK_EVERY_MS
      looked_ms = Date.now()
      if (missed_ms > LOOK_EVERY_MS) this.#alive_ms += missed_ms
      if (!this.#silent() || this.#state.phase === 'lost') return
      this.#say({ phase: 'lost', lost_since_ms: this.#alive_ms, retry_at_ms: null })
      this.#abort?.abort()
    }, LOOK_EVERY_MS)
  }

  async #pause(): Promise<void> {
    const wait_ms = this.#retry_ms
    this.#retry_ms = Math.min(RETRY_LAST_MS, this.#retry_ms * 1.7)
    this.#say({ ...this.#state, retry_at_ms: Date.now() + wait_ms })
    await new Promise<void>((wake) => {
      const timer = setTimeout(wake, wait_ms)
      this.#wake = () => {
        clearTimeout(timer)
        wake()
      }
    })
    this.#wake = null
    this.#say({ ...this.#state, retry_at_ms: null })
  }

  #say(state: StreamState): void {
    this.#state = state
    this.#listener.state(state)
  }
}
