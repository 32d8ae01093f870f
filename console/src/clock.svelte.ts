// One ticking second for the whole console, by the server's clock.

const KEY = 'siaga.clock' // how far this device's clock is off, for a start without network

class Clock {
  now_ms = $state(Date.now())
  /** The server has said its time since this page began. */
  measured = false
  #offset_ms = Number(globalThis.localStorage?.getItem(KEY)) || 0

  constructor() {
    this.now_ms += this.#offset_ms
    const tick = () => {
      this.now_ms = Date.now() + this.#offset_ms
      setTimeout(tick, 1000 - (this.now_ms % 1000))
    }
    tick()
  }

  /** The server's time to the millisecond, for what is written down. */
  exact_ms(): number {
    return Date.now() + this.#offset_ms
  }

  /** Server minus browser. Small wobbles of the network are not worth a jump of every age. */
  correct(offset_ms: number): void {
    this.measured = true
    if (Math.abs(offset_ms - this.#offset_ms) <= 400) return
    this.#offset_ms = offset_ms
    localStorage.setItem(KEY, String(Math.round(offset_ms)))
  }
}

export const clock = new Clock()
