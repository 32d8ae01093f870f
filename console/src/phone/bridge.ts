// Mixing in the page of the taker who answered: the switch is a proxy and cannot join two calls.
// Who hears whom is decided here as a plain table; the audio graph only follows it.

/** Speaks: heard and hearing. Listens: hears only. Parked: neither. */
export type Part = 'speaks' | 'listens' | 'parked'

export interface Party {
  readonly id: string
  readonly part: Part
}

/** For everybody in the conversation: whom they hear. Nobody hears themselves. */
export function heardBy(parties: readonly Party[]): ReadonlyMap<string, readonly string[]> {
  const speaking = parties.filter((party) => party.part === 'speaks').map((party) => party.id)
  return new Map(
    parties.map(({ id, part }) => [
      id,
      part === 'parked' ? [] : speaking.filter((other) => other !== id),
    ]),
  )
}

export interface Wire {
  readonly from: string
  readonly to: string
}

type Wires = readonly Wire[]

/** What to connect and what to cut to come from one table to the next. */
export function rewire(
  before: Wires,
  parties: readonly Party[],
): { readonly cut: Wires; readonly join: Wires; readonly all: Wires } {
  const all = [...heardBy(parties)].flatMap(([to, heard]) => heard.map((from) => ({ from, to })))
  const missing = (one: Wire, list: Wires) =>
    !list.some((other) => other.from === one.from && other.to === one.to)
  return {
    cut: before.filter((one) => missing(one, all)),
    join: all.filter((one) => missing(one, before)),
    all,
  }
}

export const TAKER = 'taker'

const TONE_HZ = 425 // as exchanges here sound while somebody is looked for
const TONE_S = 0.25
const TONE_EVERY_S = 2.5
const TONE_LEVEL = 0.12

/** One conversation's mixing desk. The taker's own ears are audio elements, not part of it. */
export class Bridge {
  readonly #context = new AudioContext({ latencyHint: 'interactive' })
  readonly #sources = new Map<string, { stream: MediaStream; node: MediaStreamAudioSourceNode }>()
  readonly #mixes = new Map<string, MediaStreamAudioDestinationNode>()
  #wires: Wires = []
  #tone: AudioBufferSourceNode | null = null
  #waiting: ReadonlySet<string> = new Set()

  /** Who waits hears a short tone again and again: silence would sound like a dead line. */
  wait(ids: ReadonlySet<string>): void {
    if (ids.size) this.#tone ??= toneOf(this.#context)
    for (const id of this.#waiting) if (!ids.has(id)) this.#tone?.disconnect(this.#mix(id))
    for (const id of ids) if (!this.#waiting.has(id)) this.#tone?.connect(this.#mix(id))
    this.#waiting = ids
  }

  /** The sound made for one party: everybody they hear, in one track. */
  track(id: string): MediaStreamTrack {
    return this.#mix(id).stream.getAudioTracks()[0] as MediaStreamTrack
  }

  set(parties: readonly Party[], streams: ReadonlyMap<string, MediaStream>): void {
    if (this.#context.state === 'suspended') void this.#context.resume()
    for (const [id, { stream }] of [...this.#sources]) {
      if (streams.get(id) !== stream) this.#forget(id)
    }
    for (const [id, stream] of streams) {
      if (this.#sources.has(id) || !stream.getAudioTracks().length) continue
      this.#sources.set(id, { stream, node: this.#context.createMediaStreamSource(stream) })
    }
    const sounding = (wire: Wire) => this.#sources.has(wire.from) && wire.to !== TAKER
    const { cut, join, all } = rewire(this.#wires, parties)
    for (const { from, to } of cut.filter(sounding)) {
      this.#sources.get(from)?.node.disconnect(this.#mix(to))
    }
    for (const { from, to } of join.filter(sounding)) {
      this.#sources.get(from)?.node.connect(this.#mix(to))
    }
    this.#wires = all.filter(sounding).concat(all.filter((wire) => wire.to === TAKER))
  }

  close(): void {
    void this.#context.close()
  }

  #mix(id: string): MediaStreamAudioDestinationNode {
    let mix = this.#mixes.get(id)
    if (!mix) {
      mix = new MediaStreamAudioDestinationNode(this.#context, { channelCount: 1 })
      this.#mixes.set(id, mix)
    }
    return mix
  }

  #forget(id: string): void {
    this.#sources.get(id)?.node.disconnect()
    this.#sources.delete(id)
    this.#wires = this.#wires.filter((wire) => wire.from !== id)
  }
}

function toneOf(context: AudioContext): AudioBufferSourceNode {
  const { sampleRate } = context
  const buffer = context.createBuffer(1, Math.round(sampleRate * TONE_EVERY_S), sampleRate)
  const wave = buffer.getChannelData(0)
  for (let at = 0; at < sampleRate * TONE_S; at += 1) {
    wave[at] = TONE_LEVEL * Math.sin((2 * Math.PI * TONE_HZ * at) / sampleRate)
  }
  const source = new AudioBufferSourceNode(context, { buffer, loop: true })
  source.start()
  return source
}
