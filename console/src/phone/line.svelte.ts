// The telephone of this page: rings, talks, holds, dials, mixes. One person, one conversation at a
// time; those it only bridges for others go on beside.
import { untrack } from 'svelte'
import { reportPhone } from '../api.ts'
import { uuid7 } from '../ids.ts'
import { sounder } from '../sound.ts'
import { deskDevices, onDevices, type DeskDevices } from './desk.ts'
import { Microphone } from './microphone.svelte.ts'
import { Registration } from './registration.svelte.ts'
import { Reporter } from './report.ts'
import { keep, recall, type LegNote } from './resume.ts'
import { Ringer } from './ring.ts'
import { bridging, doing } from './rules.ts'
import { Seat } from './seat.ts'
import {
  DONE,
  failed,
  type Capability,
  type Done,
  type JoinAs,
  type LostReason,
  type MicState,
  type OffReason,
  type PhoneReport,
} from './shapes.ts'
import type { Talk } from './talk.svelte.ts'
import { Talks } from './talks.svelte.ts'

const KEEP_EVERY_MS = 2_000
const RESUME_WITHIN_MS = 15_000 // later, the caller has hung up on the silence

/** A conversation that the page before this one had and this one could not save. */
export interface LostTalk {
  readonly contact_id: string
  readonly since_ms: number
}

export interface LineOptions {
  readonly account_id: string
  readonly drill: boolean
  readonly now_ms: () => number // the server's clock
  readonly mayJoin: (contact_id: string, account: string) => JoinAs | null
  readonly leftOnHold: () => void
}

export class Line {
  readonly mic = new Microphone()
  lost_talks = $state.raw<readonly LostTalk[]>([])
  readonly #options: LineOptions
  readonly #seat = new Seat()
  readonly #ringer = new Ringer()
  readonly #registration: Registration
  readonly #talks: Talks
  readonly #reporter = new Reporter(() => this.#report(), reportPhone)
  #page = uuid7()
  #wanted = false
  #deaf: () => unknown = () => undefined
  readonly #saving = new Map<string, readonly LegNote[]>()
  #keeping: ReturnType<typeof setInterval> | undefined
  #giving_up: ReturnType<typeof setTimeout> | undefined

  constructor(options: LineOptions) {
    this.#options = options
    this.#registration = new Registration(options.account_id, {
      changed: () => this.#changed(),
      registered: () => void this.#resume(),
      arrived: (arrival) => void this.#talks.arrived(arrival),
    })
    this.#talks = new Talks(this.#registration, this.mic, {
      ...options,
      changed: () => this.#changed(),
      cameBack: () => sounder.play('ping'),
      leftOnHold: () => {
        sounder.play('ping')
        options.leftOnHold()
      },
    })
    this.mic.onchange = () => this.#changed()
    this.#seat.onlost = () => this.#elsewhere()
  }

  // What the screens read.

  get phase(): 'off' | 'connecting' | 'ready' | 'lost' {
    const { phase } = this.#registration.state
    return phase === 'registered' ? 'ready' : phase
  }
  get off_why(): OffReason | null {
    const now = this.#registration.state
    return now.phase === 'off' ? now.why : null
  }
  get lost_why(): LostReason | null {
    const now = this.#registration.state
    return now.phase === 'lost' ? now.reason : null
  }
  get lost_since_ms(): number | null {
    const now = this.#registration.state
    return now.phase === 'lost' ? now.since_ms : null
  }
  get retry_at_ms(): number | null {
    const now = this.#registration.state
    return now.phase === 'lost' ? now.retry_at_ms : null
  }
  get microphone(): MicState {
    return this.mic.reported
  }
  get can_record(): boolean {
    return this.#registration.session?.can_record ?? false
  }
  /** The conversation the taker is in, with everybody in it. */
  get talk(): Talk | null {
    return this.#talks.here
  }
  get bridged(): readonly Talk[] {
    return this.#talks.list.filter(bridging)
  }
  get ring() {
    const talk = this.#talks.ringing
    return talk && { contact_id: talk.contact_id, since_ms: talk.since_ms }
  }
  get call() {
    return this.talk?.shown ?? null
  }
  can = (what: string): boolean =>
    this.#registration.session?.capabilities.includes(what as Capability) ?? false

  // Begin and end.

  /** `insist`: take the telephone from another tab of this browser. */
  start(how: { readonly insist?: boolean } = {}): Promise<void> {
    return untrack(() => this.#start(how))
  }

  async #start({ insist = false }): Promise<void> {
    if (this.phase !== 'off') return
    if (!('locks' in navigator) || !('RTCPeerConnection' in globalThis)) {
      return this.#registration.stop('unsupported')
    }
    this.#wanted = true
    const seated = await this.#seat.take({ insist })
    if (!this.#wanted) return this.#seat.leave() // signed out meanwhile
    if (!seated) return this.#registration.stop('elsewhere')
    this.#page = uuid7()
    sounder.device = deskDevices().ring
    this.#deaf = onDevices((devices) => this.#chosen(devices))
    this.#recall()
    addEventListener('pagehide', this.#keep)
    this.#keeping = setInterval(this.#keep, KEEP_EVERY_MS)
    this.#registration.start()
    await this.mic.look() // asks nobody; the first report is to be true
    if (this.#wanted) this.#reporter.start()
  }

  /** At sign-out: hangs up, unregisters. */
  stop(): void {
    untrack(() => {
      for (const talk of this.#talks.list) this.#talks.end(talk)
      this.#registration.stop('stopped')
      this.#leave()
    })
  }

  /** A report of a page of this account: of two pages the later one is the telephone. */
  heard(page: string, registered: boolean): void {
    untrack(() => {
      if (registered && page > this.#page && this.phase !== 'off') this.#elsewhere()
    })
  }

  // What a person asks.

  answer = async (): Promise<Done> => {
    const talk = this.#talks.ringing
    if (!talk?.caller) return failed('nothing_rings')
    if (this.talk) return failed('already_talking')
    this.#ringer.stop()
    return this.#talks.answer(talk, talk.caller)
  }

  hangUp = async (): Promise<Done> => {
    const talk = this.talk ?? this.#talks.ringing
    if (!talk) return failed('no_talk')
    for (const leg of talk.legs) leg.end(talk.ringing ? 486 : undefined)
    return DONE
  }

  hold = async (held: boolean): Promise<Done> => {
    const leg = this.talk?.caller
    if (!leg) return failed('no_talk')
    return (await leg.hold(held)) ? DONE : failed('media')
  }

  mute = (muted: boolean): void => {
    if (!this.talk) return
    this.talk.muted = muted
    this.#changed()
  }

  /** For machines that ask to press one: to the party asked in, else to the caller's side. */
  digits = (tones: string): Done => {
    const leg = this.talk?.others.find((one) => one.up) ?? this.talk?.caller
    if (!leg?.up || !/^[0-9*#]+$/.test(tones)) return failed('no_talk')
    return leg.digits(tones) ? DONE : failed('media')
  }

  /** `contact_id`: of whom, or of the call itself as it was written down. */
  dial = async (wanted: string, contact_id: string): Promise<Done> => {
    if (this.talk || this.#talks.ringing) return failed('already_talking')
    const talk = this.#talks.open(contact_id, 'dialling')
    this.#changed()
    return this.#talks.call(wanted, talk, { role: 'caller' })
  }

  /** A number or a colleague comes into the running conversation; a held caller waits on. */
  join = async (wanted: string, placed = ''): Promise<Done> => {
    const { talk } = this
    return talk ? this.#talks.call(wanted, talk, { role: 'third', placed }) : failed('no_talk')
  }

  /** One of those in the conversation is let go, the others stay; `caller` for the caller. */
  drop = (id: string): Done => {
    const leg = this.talk?.legs.find((one) => (id === 'caller' ? one.role === id : one.id === id))
    leg?.end()
    return leg ? DONE : failed('no_talk')
  }

  /** Out of a conversation that goes on without us. */
  leave = (): Done => {
    const { talk } = this
    if (!talk?.others.some((leg) => leg.up && leg.as !== 'listen')) return failed('no_talk')
    talk.taker_here = false
    this.#changed()
    return DONE
  }

  /** Back into a conversation that this page bridges. */
  comeBack = (talk: Talk): Done => {
    if (talk.phase === 'ended') return failed('no_talk')
    if (this.talk) return failed('already_talking')
    talk.taker_here = true
    this.#changed()
    return DONE
  }

  /** Into a colleague's conversation, whose page lets us in without ringing. */
  visit = async (taker: string, contact_id: string, as: JoinAs): Promise<Done> => {
    const here = this.talk
    if (here?.contact_id === contact_id && here.caller?.who === taker) {
      here.listening = as === 'listen' // in already, now in the other role
      this.#changed()
      return DONE
    }
    if (here || this.#talks.ringing) return failed('already_talking')
    const talk = this.#talks.open(contact_id, 'dialling')
    talk.listening = as === 'listen'
    return this.#talks.call(taker, talk, { role: 'caller', join: true })
  }

  /** The boards that allow joins have changed: a listener may have taken over. */
  joinsChanged(): void {
    untrack(() => {
      for (const talk of this.#talks.list) {
        for (const leg of talk.legs) {
          if (leg.role !== 'colleague') continue
          leg.as = this.#options.mayJoin(talk.contact_id, leg.who) ?? leg.as
        }
      }
      this.#changed()
    })
  }

  forgetLost(contact_id: string): void {
    this.lost_talks = this.lost_talks.filter((lost) => lost.contact_id !== contact_id)
  }

  // What follows.

  #changed(): void {
    const { ringing, here, list } = this.#talks
    for (const talk of list) talk.mix()
    sounder.hushed = here !== null
    if (ringing) this.#ringer.start({ drill: this.#options.drill, talking: here !== null })
    else this.#ringer.stop()
    this.#reporter.changed()
  }

  #report(): PhoneReport {
    const { here, ringing, list } = this.#talks
    return {
      state: doing(list),
      contact_id: (here ?? ringing ?? list[0])?.contact_id ?? null,
      mic: this.mic.reported,
      registered: this.#registration.registered,
      page: this.#page,
    }
  }

  /** Another microphone or headset, also in the middle of a conversation. */
  #chosen(devices: DeskDevices): void {
    sounder.device = devices.ring
    for (const talk of this.#talks.list) for (const leg of talk.legs) leg.sink(devices.headset)
    void this.mic.reopen(devices.mic)
  }

  #elsewhere(): void {
    this.#registration.stop('elsewhere', { gently: this.#talks.list.length > 0 })
    this.#leave()
  }

  #leave(): void {
    this.#wanted = false
    this.#deaf()
    clearInterval(this.#keeping)
    clearTimeout(this.#giving_up)
    removeEventListener('pagehide', this.#keep)
    keep(sessionStorage, [], Date.now())
    this.#reporter.stop()
    this.#seat.leave()
  }

  // Over a reload.

  readonly #keep = (): void => {
    const { account_id } = this.#options
    const legs: LegNote[] = []
    for (const talk of this.#talks.list) {
      const { contact_id, since_ms, taker_here } = talk
      const saving = this.#saving.get(contact_id)
      if (saving) legs.push(...saving) // reloaded again before it stood
      for (const leg of saving ? [] : talk.legs) {
        const old = leg.note({ contact_id, account_id, since_ms, taker_here })
        if (old) legs.push(old)
      }
    }
    keep(sessionStorage, legs, Date.now())
  }

  /** Shows at once what the page before was talking about, before any of it is back. */
  #recall(): void {
    const { alive, gone } = recall(sessionStorage, this.#options.account_id, Date.now())
    for (const old of gone) this.#lost(old)
    for (const { contact_id, since_ms, taker_here } of alive.filter(isCaller)) {
      const talk = this.#talks.open(contact_id, 'resuming', since_ms)
      talk.taker_here = taker_here
      this.#saving.set(
        contact_id,
        alive.filter((old) => old.contact_id === contact_id),
      )
    }
    if (this.#saving.size) {
      this.#giving_up = setTimeout(() => this.#giveUp(), RESUME_WITHIN_MS)
    }
  }

  async #resume(): Promise<void> {
    for (const [contact_id, notes] of [...this.#saving]) {
      const talk = this.#talks.list.find((one) => one.contact_id === contact_id)
      for (const old of talk ? notes : []) {
        const back = talk && (await this.#talks.revive(talk, old))
        if (!isCaller(old)) continue
        if (!back) this.#lost(old)
        else talk.phase = 'talking'
      }
      this.#saving.delete(contact_id)
    }
    clearTimeout(this.#giving_up)
    this.#changed()
  }

  #giveUp(): void {
    for (const [contact_id, notes] of this.#saving) {
      const talk = this.#talks.list.find((one) => one.contact_id === contact_id)
      if (talk?.phase !== 'resuming') continue
      for (const old of notes) this.#lost(old)
      this.#talks.end(talk)
    }
    this.#saving.clear()
  }

  #lost(old: LegNote): void {
    if (!isCaller(old)) return
    const { contact_id, since_ms } = old
    this.lost_talks = [...this.lost_talks, { contact_id, since_ms }]
  }
}

function isCaller(leg: LegNote): boolean {
  return leg.role === 'caller'
}
