// The beat for chest compressions: 110 a minute, every beat worked out from the first one, so that
// nothing adds up. It sounds in this page alone, and only for whoever turned it on.

export const PER_MIN = 110
const AHEAD_S = 2.5 // a page in the background is woken about once a second
const LOOK_EVERY_MS = 200
const FIRST_AFTER_S = 0.12
const CLICK_S = 0.045

/** Seconds of the audio clock at which the n-th beat sounds, from 0. */
export function beatAt(begin_s: number, beat: number): number {
  return begin_s + (beat * 60) / PER_MIN
}

export class Metronome {
  #context: AudioContext | null = null
  #loudness: GainNode | null = null
  #timer: ReturnType<typeof setInterval> | undefined
  #begin_s = 0
  #next = 0

  get on(): boolean {
    return this.#timer !== undefined
  }

  /** `volume` 0 … 1. Must be asked by a person's key or click, else browsers keep it silent. */
  start(volume: number): void {
    this.stop()
    const context = (this.#context ??= new AudioContext())
    void context.resume()
    this.#loudness = new GainNode(context, { gain: volume })
    this.#loudness.connect(context.destination)
    this.#begin_s = context.currentTime + FIRST_AFTER_S
    this.#next = 0
    this.#look()
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS)
  }

  set volume(volume: number) {
    if (this.#loudness) this.#loudness.gain.value = volume
  }

  /** At once, with all that was already scheduled. */
  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#loudness?.disconnect()
    this.#loudness = null
  }

  close(): void {
    this.stop()
    void this.#context?.close()
    this.#context = null
  }

  /** Beats that have sounded; 0 before the first. */
  get beats(): number {
    if (!this.#context || !this.on) return 0
    const past_s = this.#context.currentTime - this.#begin_s
    return past_s < 0 ? 0 : Math.floor((past_s * PER_MIN) / 60) + 1
  }

  #look(): void {
    const context = this.#context
    if (!context) return
    // After a long sleep the beats that were missed stay missed; the rhythm is the same.
    const due = Math.ceil(((context.currentTime - this.#begin_s) * PER_MIN) / 60)
    this.#next = Math.max(this.#next, due)
    while (beatAt(this.#begin_s, this.#next) < context.currentTime + AHEAD_S) {
      this.#click(context, beatAt(this.#begin_s, this.#next), this.#next % 4 === 0)
      this.#next += 1
    }
  }

  #click(context: AudioContext, at_s: number, first: boolean): void {
    if (!this.#loudness) return
    const click = new OscillatorNode(context, { type: 'square', frequency: first ? 1320 : 990 })
    const shape = new GainNode(context, { gain: 0 })
    shape.gain.setValueAtTime(0.5, at_s)
    shape.gain.exponentialRampToValueAtTime(0.001, at_s + CLICK_S)
    click.connect(shape).connect(this.#loudness)
    click.start(at_s)
    click.stop(at_s + CLICK_S)
  }
}
