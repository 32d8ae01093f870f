// One page of a browser is the telephone: two would both ring and take turns in losing calls.

const LOCK = 'siaga.phone'
const WAIT_MS = 1_500 // a page that was just reloaded may still hold it for a moment

export class Seat {
  /** Somebody took it in another tab of this browser. */
  onlost: () => void = () => undefined
  #release: (() => void) | null = null

  /** False when another tab has it; `insist` takes it from there. */
  take({ insist = false } = {}): Promise<boolean> {
    if (this.#release) return Promise.resolve(true)
    return new Promise((done) => {
      const patient = () => ({ signal: AbortSignal.timeout(WAIT_MS) })
      const options: LockOptions = insist ? { steal: true } : patient()
      navigator.locks
        .request(LOCK, options, () => {
          const held = new Promise<void>((release) => {
            this.#release = release
          })
          done(true)
          return held
        })
        .catch(() => {
          const had = this.#release !== null
          this.#release = null
          if (had) this.onlost()
          else done(false)
        })
    })
  }

  leave(): void {
    this.#release?.()
    this.#release = null
  }
}
