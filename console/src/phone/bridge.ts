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

/** One conversation's mixing desk. The taker's own ears are audio elements, not part of it. */
export class Bridge {
  readonly #context = new AudioContext({ latencyHint: 'interactive' })
  readonly #sources = new Map<string, { stream: MediaStream; node: MediaStreamAudioSourceNode }>()
  readonly #mixes = new Map<string, MediaStreamAudioDestinationNode>()
  #wires: Wires = []

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
