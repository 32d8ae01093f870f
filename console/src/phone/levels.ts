// How loud a microphone is: one number to draw, and a short recording to hear.

export interface Level {
  readonly rms: number // 0 … 1
  readonly peak: number
}

/** Of one block of samples, each −1 … 1. */
export function levelOf(samples: Float32Array): Level {
  let sum = 0
  let peak = 0
  for (const sample of samples) {
    sum += sample * sample
    peak = Math.max(peak, Math.abs(sample))
  }
  return { rms: samples.length ? Math.sqrt(sum / samples.length) : 0, peak }
}

export type Loudness = 'silent' | 'good' | 'loud'

const SILENT_PEAK = 0.01 // a muted headset still hisses a little
const CLIPS_PEAK = 0.98

export function loudness(peak: number): Loudness {
  return peak < SILENT_PEAK ? 'silent' : peak > CLIPS_PEAK ? 'loud' : 'good'
}

/** For a bar: ears hear in decibels, −60 dB is its left end. */
export function barShare(rms: number): number {
  return rms <= 0 ? 0 : Math.min(1, Math.max(0, 1 + (20 * Math.log10(rms)) / 60))
}

interface SinkChoice {
  setSinkId?(device: string): Promise<void>
}

/** Hears a stream, records it and plays it back, without an address: the policy allows none. */
export class Ear {
  readonly #context = new AudioContext()
  readonly #analyser: AnalyserNode
  readonly #stream: MediaStream
  readonly #block = new Float32Array(2048)
  #playing: AudioBufferSourceNode | null = null

  constructor(stream: MediaStream) {
    this.#stream = stream
    this.#analyser = new AnalyserNode(this.#context, { fftSize: this.#block.length })
    this.#context.createMediaStreamSource(stream).connect(this.#analyser)
    void this.#context.resume()
  }

  level(): Level {
    this.#analyser.getFloatTimeDomainData(this.#block)
    return levelOf(this.#block)
  }

  async record(for_ms: number): Promise<AudioBuffer> {
    const recorder = new MediaRecorder(this.#stream)
    const parts: Blob[] = []
    recorder.ondataavailable = ({ data }) => parts.push(data)
    const stopped = new Promise((done) => (recorder.onstop = done))
    recorder.start()
    await new Promise((done) => setTimeout(done, for_ms))
    recorder.stop()
    await stopped
    return this.#context.decodeAudioData(await new Blob(parts).arrayBuffer())
  }

  async play(sound: AudioBuffer, device: string): Promise<void> {
    this.#playing?.stop()
    const context = this.#context as AudioContext & SinkChoice
    await context.setSinkId?.(device).catch(() => undefined) // gone: the system's own then
    const source = new AudioBufferSourceNode(this.#context, { buffer: sound })
    this.#playing = source
    source.connect(this.#context.destination)
    source.start()
    await new Promise((done) => (source.onended = done))
  }

  close(): void {
    void this.#context.close()
  }
}
