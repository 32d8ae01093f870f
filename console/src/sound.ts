// Tones made here, no file: five with a meaning and one for drills. A tone that asks for a person
// repeats until somebody silences its cause (design: console.md, principle 5).

export type Tone = 'phone' | 'ring' | 'ping' | 'overdue' | 'panic' | 'drill' | 'incoming'

interface SinkChoice {
  readonly sinkId?: string
  setSinkId?(device: string): Promise<void>
}

interface Note {
  readonly hertz: number
  readonly from_s: number
  readonly for_s: number
  readonly wave: OscillatorType
}

const TONES: Readonly<Record<Tone, readonly Note[]>> = {
  // A warble, as telephones have it: nothing else in the room sounds like it.
  phone: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7].map((from, turn) =>
    note(turn % 2 ? 1245 : 988, from, 0.1, 'triangle'),
  ),
  ring: [note(880, 0, 0.14), note(1109, 0.16, 0.14), note(880, 0.4, 0.14), note(1109, 0.56, 0.14)],
  ping: [note(1319, 0, 0.09), note(988, 0.11, 0.14)],
  overdue: [note(440, 0, 0.22, 'triangle'), note(440, 0.32, 0.22, 'triangle')],
  panic: [0, 0.14, 0.28, 0.42, 0.56].map((from) => note(1568, from, 0.09, 'square')),
  // Three steps up: a patient is coming.
  incoming: [note(659, 0, 0.16, 'triangle'), note(784, 0.18, 0.16, 'triangle'), note(1047, 0.36, 0.3, 'triangle')],
  drill: [note(523, 0, 0.2, 'triangle'), note(392, 0.22, 0.2, 'triangle'), note(523, 0.5, 0.3)],
}
const REPEAT_MS: Readonly<Record<Tone, number>> = {
  phone: 1_800,
  ring: 2_000,
  ping: 8_000,
  overdue: 10_000,
  panic: 1_200,
  incoming: 2_500,
  drill: 4_000,
}

export class Sounder {
  #context: AudioContext | null = null
  readonly #causes = new Map<string, ReturnType<typeof setInterval>>()
  #kept: readonly string[] = []
  volume = 0.7 // 0 … 1
  /** Somebody talks in this page: nothing may sound in their ear (domain.md 7.6). */
  hushed = false
  /** Loudspeaker by device id, "" for what the system prefers; not every browser can choose. */
  device = ''

  /** Plays once. Browsers stay silent until the person has touched the page. */
  play(tone: Tone): void {
    if (this.volume === 0 || this.hushed || !navigator.userActivation.hasBeenActive) return
    this.#context ??= new AudioContext()
    const context = this.#context as AudioContext & SinkChoice
    if (context.setSinkId && context.sinkId !== this.device) {
      context.setSinkId(this.device).catch(() => (this.device = ''))
    }
    if (context.state === 'suspended') void context.resume()
    for (const { hertz, from_s, for_s, wave } of TONES[tone]) {
      const oscillator = new OscillatorNode(context, { type: wave, frequency: hertz })
      const loudness = new GainNode(context, { gain: 0 })
      const start = context.currentTime + from_s + 0.02
      loudness.gain.setValueAtTime(0, start)
      loudness.gain.linearRampToValueAtTime(this.volume * 0.5, start + 0.01)
      loudness.gain.setValueAtTime(this.volume * 0.5, start + for_s - 0.02)
      loudness.gain.linearRampToValueAtTime(0, start + for_s)
      oscillator.connect(loudness).connect(context.destination)
      oscillator.start(start)
      oscillator.stop(start + for_s)
    }
  }

  /** Repeats the tone until `silence(cause)`. */
  ring(cause: string, tone: Tone): void {
    if (this.#causes.has(cause)) return
    this.play(tone)
    this.#causes.set(
      cause,
      setInterval(() => this.play(tone), REPEAT_MS[tone]),
    )
  }

  silence(cause: string): void {
    clearInterval(this.#causes.get(cause))
    this.#causes.delete(cause)
  }

  /** Rings for exactly these causes and silences the others it was given before. */
  keep(causes: ReadonlyMap<string, Tone>): void {
    for (const cause of this.#kept) if (!causes.has(cause)) this.silence(cause)
    this.#kept = [...causes.keys()]
    for (const [cause, tone] of causes) this.ring(cause, tone)
  }
}

function note(hertz: number, from_s: number, for_s: number, wave: OscillatorType = 'sine'): Note {
  return { hertz, from_s, for_s, wave }
}

export const sounder = new Sounder()
