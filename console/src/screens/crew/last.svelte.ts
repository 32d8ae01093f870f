// The last picture of the job, kept in this browser: a page that starts without network shows it, and
// says how old it is.
import { clock } from '../../clock.svelte.ts'
import { keeping } from '../../keeping.ts'
import { live } from '../../live.svelte.ts'
import type { BoardName, Cards } from '../../wire.ts'

const KEY = 'cards'
const KEPT: readonly BoardName[] = ['units', 'open-incidents', 'field', 'crews', 'command', 'patients', 'hospitals']
const REST_MS = 700

interface LastPicture {
  readonly account: string
  readonly at_ms: number // by the server's clock
  readonly boards: Readonly<Record<string, readonly (readonly [string, unknown])[]>>
}

export class Picture {
  /** When what is shown was true; null: it is live. */
  from_ms = $state<number | null>(null)
  readonly #account: string
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(account: string) {
    this.#account = account
  }

  /** Shows what was kept, unless the stream was quicker. */
  async restore(): Promise<void> {
    const last = await keeping.get<LastPicture>(KEY).catch(() => undefined)
    if (!last || last.account !== this.#account || live.state.phase === 'live') return
    for (const name of KEPT) {
      live.seed(name, (last.boards[name] ?? []) as [string, Cards[typeof name]][])
    }
    this.from_ms = last.at_ms
  }

  /** Call it in an effect that reads the cards. */
  keep(): void {
    if (live.state.phase !== 'live') return
    this.from_ms = null
    const boards = Object.fromEntries(KEPT.map((name) => [name, [...live.board(name)]]))
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      const last: LastPicture = { account: this.#account, at_ms: clock.exact_ms(), boards }
      keeping.put(KEY, last).catch(() => undefined) // no room: then the page needs the network
    }, REST_MS)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}
