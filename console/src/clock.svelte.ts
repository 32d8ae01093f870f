// One ticking second for the whole console, by the server's clock.

class Clock {
  now_ms = $state(Date.now())
  #offset_ms = 0

  constructor() {
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
    if (Math.abs(offset_ms - this.#offset_ms) > 400) this.#offset_ms = offset_ms
  }
}

export const clock = new Clock()
