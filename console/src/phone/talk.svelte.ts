// One conversation: the caller, the taker, and whoever was asked in; it belongs to a contact.
import { Bridge, TAKER, heardBy } from './bridge.ts'
import type { Leg } from './leg.svelte.ts'
import type { Microphone } from './microphone.svelte.ts'
import { parties, type TalkView } from './rules.ts'

export type TalkPhase = 'ringing' | 'dialling' | 'resuming' | 'talking' | 'ended'

export class Talk implements TalkView {
  readonly contact_id: string
  legs = $state.raw<readonly Leg[]>([])
  phase = $state<TalkPhase>('ringing')
  /** Of the server's clock: when it rang, then when it was answered. */
  since_ms = $state(0)
  muted = $state(false)
  taker_here = $state(true)
  listening = $state(false)
  readonly #mic: Microphone
  #bridge: Bridge | null = null
  // Each leg sends a copy of its own: holding one must not silence the others.
  readonly #copies = new Map<string, { of: MediaStreamTrack; track: MediaStreamTrack }>()

  constructor(contact_id: string, mic: Microphone, { phase, since_ms }: Start) {
    this.contact_id = contact_id
    this.#mic = mic
    this.phase = phase
    this.since_ms = since_ms
  }

  get ringing(): boolean {
    return this.phase === 'ringing'
  }

  get held(): boolean {
    return this.caller?.held ?? false
  }

  get caller(): Leg | undefined {
    return this.legs.find((leg) => leg.role === 'caller')
  }

  get others(): readonly Leg[] {
    return this.legs.filter((leg) => leg.role !== 'caller')
  }

  /** As the screens see it. */
  get shown() {
    const { contact_id, since_ms, held, muted } = this
    const others = this.others.filter((leg) => leg.as !== 'listen')
    return {
      contact_id,
      since_ms,
      held,
      muted,
      calling: this.phase === 'dialling',
      caller_gone: !this.caller,
      others: others.map(({ id, who, up, placed }) => ({ id, who, up, placed })),
    }
  }

  /** Somebody has to touch the page before it may sound. */
  get mute_by_browser(): boolean {
    return this.legs.some((leg) => leg.mute_by_browser)
  }

  add(leg: Leg): void {
    this.legs = [...this.legs, leg]
  }

  drop(leg: Leg): void {
    this.legs = this.legs.filter((one) => one !== leg)
    this.#copies.get(leg.id)?.track.stop()
    this.#copies.delete(leg.id)
  }

  /** A stream to answer or dial with, before the mixing says what is in it. */
  streamFor(id: string): MediaStream {
    return new MediaStream([this.#trackFor(id)])
  }

  /** Lets everybody hear whom they should; call it after any change. */
  mix(): void {
    if (this.phase === 'ended') return
    const all = parties(this)
    const heard = heardBy(all)
    const up = this.legs.filter((leg) => leg.up)
    // With one other party the microphone goes straight to it; the bridge, once there, stays.
    const held = new Set(up.filter((leg) => leg.held).map((leg) => leg.id))
    if (up.length > 1 || held.size || (up.length && !this.#mic.stream)) this.#bridge ??= new Bridge()
    if (this.#bridge) {
      const streams = new Map<string, MediaStream>()
      for (const leg of up) if (leg.remote) streams.set(leg.id, leg.remote)
      if (this.#mic.stream) streams.set(TAKER, this.#mic.stream)
      this.#bridge.set(all, streams)
      this.#bridge.wait(held)
    }
    for (const leg of up) {
      leg.audible(heard.get(TAKER)?.includes(leg.id) ?? false)
      const track = this.#trackFor(leg.id)
      track.enabled = this.#bridge !== null || (heard.get(leg.id)?.includes(TAKER) ?? false)
      void leg.send(track)
    }
  }

  close(): void {
    this.phase = 'ended'
    for (const { track } of this.#copies.values()) track.stop()
    this.#copies.clear()
    this.#bridge?.close()
    this.#bridge = null
  }

  #trackFor(id: string): MediaStreamTrack {
    const mic = this.#mic.stream?.getAudioTracks()[0]
    // Without a microphone a silent track: the caller can be heard, and hears who comes to help.
    if (this.#bridge || !mic) return (this.#bridge ??= new Bridge()).track(id)
    const copy = this.#copies.get(id)
    if (copy?.of === mic) return copy.track
    copy?.track.stop()
    const track = mic.clone()
    this.#copies.set(id, { of: mic, track })
    return track
  }
}

interface Start {
  readonly phase: TalkPhase
  readonly since_ms: number
}
