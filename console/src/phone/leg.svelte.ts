// One SIP session with its sound: somebody this page is connected to.
import { deskDevices } from './desk.ts'
import { note, repath, type LegNote } from './resume.ts'
import type { LegView } from './rules.ts'
import type { JoinAs, Role, Trouble } from './shapes.ts'
import { troubleOf, type RTCSession } from './sip.ts'

/** The edge was restarted or the network left: nobody will tell us that the other side hung up. */
const MEDIA_GONE_MS = 8_000
/** Nobody wanted this end (Q.850: temporary failure): the room owes the caller a call. */
const LOST = 'Reason: Q.850;cause=41;text="Temporary failure"'

export interface LegOptions {
  readonly id: string
  readonly role: Role
  readonly who: string // number or account
  readonly as?: JoinAs | null
  readonly up?: boolean
  readonly held?: boolean
  readonly placed?: string // id of the call we placed to them
}

export class Leg implements LegView {
  readonly id: string
  readonly role: Role
  readonly who: string
  readonly placed: string
  up = $state(false)
  ended = $state(false)
  held = $state(false)
  as = $state<JoinAs | null>(null)
  /** The browser plays nothing until the person touches the page. */
  mute_by_browser = $state(false)
  /** No media from the edge, since when. */
  media_lost_ms = $state<number | null>(null)
  trouble: Trouble | null = null
  remote: MediaStream | null = null
  onchange: () => void = () => undefined
  readonly session: RTCSession
  readonly #ear = new Audio()
  #gone: ReturnType<typeof setTimeout> | undefined

  constructor(session: RTCSession, how: LegOptions) {
    const { id, role, who, as = null, up = false, held = false, placed = '' } = how
    this.session = session
    this.id = id
    this.role = role
    this.who = who
    this.as = as
    this.up = up
    this.held = held
    this.placed = placed
    this.#ear.autoplay = true
    if (session.connection) this.#watch(session.connection)
    session.on('peerconnection', ({ peerconnection }) => this.#watch(peerconnection))
    session.on('confirmed', () => this.#change({ up: true }))
    session.on('accepted', () => this.#change({ up: true }))
    session.on('hold', () => this.#change({ held: session.isOnHold().local }))
    session.on('unhold', () => this.#change({ held: session.isOnHold().local }))
    session.on('ended', ({ cause }) => this.#end(undefined, cause))
    session.on('failed', ({ message, cause }) => {
      const { status_code } = (message ?? {}) as { status_code?: number }
      this.#end(status_code, cause)
    })
  }

  /** What the other side hears from now on; the place in the conversation's SDP stays. */
  async send(track: MediaStreamTrack | null): Promise<void> {
    const sender = this.#sender
    if (sender && sender.track !== track) await sender.replaceTrack(track)
  }

  /** Whether the taker of this page hears it. */
  audible(on: boolean): void {
    this.#ear.muted = !on
  }

  /** The headset by device id, "" for the system's own; not every browser can choose. */
  sink(device: string): void {
    if ('setSinkId' in this.#ear) void this.#ear.setSinkId(device).catch(() => undefined)
  }

  hold(on: boolean): Promise<boolean> {
    if (this.held === on) return Promise.resolve(true)
    return new Promise((done) => {
      const asked = on
        ? this.session.hold({}, () => done(true))
        : this.session.unhold({}, () => done(true))
      if (!asked) done(false)
      this.session.on('ended', () => done(false))
    })
  }

  /** Of a page that was loaded anew: held before, held again, and heard by nobody in between. */
  holdAgain(): void {
    if (this.held) this.session.hold({})
  }

  /** RFC 4733, in the sound itself: every exchange understands it. False: it was not agreed. */
  digits(tones: string): boolean {
    const dtmf = this.#sender?.dtmf
    if (!dtmf?.canInsertDTMF) return false
    dtmf.insertDTMF(dtmf.toneBuffer + tones)
    return true
  }

  end(status_code?: number, { lost = false } = {}): void {
    if (this.session.isEnded()) return
    const why = lost ? { extraHeaders: [LOST] } : {}
    try {
      this.session.terminate(status_code ? { status_code } : why)
    } catch {
      this.#end(undefined, 'Internal Error') // it was ending at this very moment
    }
  }

  note(of: Pick<LegNote, 'contact_id' | 'account_id' | 'since_ms' | 'taker_here'>): LegNote | null {
    const { role, who, held, placed } = this
    return note(this.session, { ...of, role, who, held, placed })
  }

  get #sender(): RTCRtpSender | undefined {
    return this.session.connection?.getSenders()[0] // audio is all we ever send
  }

  #change(change: { up?: boolean; held?: boolean }): void {
    Object.assign(this, change)
    this.onchange()
  }

  #watch(connection: RTCPeerConnection): void {
    connection.addEventListener('track', ({ track }) => {
      this.remote = new MediaStream([track])
      this.#listen()
      this.onchange()
    })
    connection.addEventListener('iceconnectionstatechange', () => {
      const gone = connection.iceConnectionState === 'disconnected'
      clearTimeout(this.#gone)
      this.media_lost_ms = gone ? Date.now() : null
      if (gone && this.up) repath(this.session)
      if (gone) this.#gone = setTimeout(() => this.end(undefined, { lost: true }), MEDIA_GONE_MS)
      this.onchange()
    })
  }

  #listen(): void {
    const { headset } = deskDevices()
    this.#ear.srcObject = this.remote
    if (headset) this.sink(headset)
    const play = () =>
      this.#ear.play().then(
        () => (this.mute_by_browser = false),
        () => this.#onTouch(play),
      )
    void play()
  }

  #onTouch(again: () => void): void {
    if (this.ended) return
    this.mute_by_browser = true
    const once = () => {
      removeEventListener('keydown', once)
      removeEventListener('pointerdown', once)
      again()
    }
    addEventListener('keydown', once)
    addEventListener('pointerdown', once)
  }

  #end(status: number | undefined, cause: string): void {
    if (this.ended) return
    clearTimeout(this.#gone)
    this.ended = true
    this.up = false
    this.trouble = troubleOf(status, cause)
    this.#ear.srcObject = null
    this.onchange()
  }
}
