// The conversations of this page and how they begin: rung, dialled, visited, saved over a reload.
import { Leg } from './leg.svelte.ts'
import type { Microphone } from './microphone.svelte.ts'
import type { Arrival, Registration } from './registration.svelte.ts'
import { rebuild, reoffer, type LegNote } from './resume.ts'
import { afterLeg } from './rules.ts'
import { DONE, failed, type Done, type JoinAs, type Role } from './shapes.ts'
import { CONTACT_HEADER, contactOf, JOIN_HEADER, PEER, target } from './sip.ts'
import { Talk, type TalkPhase } from './talk.svelte.ts'

const JOIN_PATIENCE_MS = 3_000 // the board that allows a join may come later than the call
const JOIN_LOOK_MS = 250
const MIC_PATIENCE_MS = 1_500 // a question of the browser must not keep a caller waiting

interface CallHow {
  readonly role: Role
  readonly join?: boolean
  readonly placed?: string // id of the call as it was written down
}

export interface TalksOptions {
  readonly now_ms: () => number // the server's clock
  /** Whether this colleague may come into this conversation without ringing, and as what. */
  readonly mayJoin: (contact_id: string, account: string) => JoinAs | null
  readonly changed: () => void
  /** A caller who was handed on stands alone again and is back with this taker. */
  readonly cameBack: () => void
  /** Whom the taker asked in is gone, and the caller still waits on hold. */
  readonly leftOnHold: () => void
}

export class Talks {
  list = $state.raw<readonly Talk[]>([])
  readonly #registration: Registration
  readonly #mic: Microphone
  readonly #options: TalksOptions
  #legs = 0

  constructor(registration: Registration, mic: Microphone, options: TalksOptions) {
    this.#registration = registration
    this.#mic = mic
    this.#options = options
  }

  get ringing(): Talk | null {
    return this.list.find((talk) => talk.ringing) ?? null
  }

  /** The one the taker is in. */
  get here(): Talk | null {
    return this.list.find((talk) => !talk.ringing && talk.taker_here) ?? null
  }

  open(contact_id: string, phase: TalkPhase, since_ms = this.#options.now_ms()): Talk {
    const talk = new Talk(contact_id, this.#mic, { phase, since_ms })
    this.list = [...this.list, talk]
    return talk
  }

  enter(talk: Talk): void {
    talk.phase = 'talking'
    talk.since_ms = this.#options.now_ms()
    this.#options.changed()
  }

  end(talk: Talk): void {
    if (talk.phase === 'ended') return
    talk.close()
    this.list = this.list.filter((one) => one !== talk)
    for (const leg of talk.legs) leg.end()
    if (!this.list.length) this.#mic.close()
    this.#options.changed()
  }

  async answer(talk: Talk, leg: Leg): Promise<Done> {
    await this.openMic()
    if (leg.ended) return failed('cancelled')
    const done = outcome(leg)
    leg.session.answer({ mediaStream: talk.streamFor(leg.id), pcConfig: PEER })
    const result = await done
    if (result.ok) this.enter(talk)
    return result
  }

  /** Calls somebody into `talk`; a talk that stays empty ends. */
  async call(
    wanted: string,
    talk: Talk,
    { role, join = false, placed = '' }: CallHow,
  ): Promise<Done> {
    const { agent, registered } = this.#registration
    const to = target(wanted)
    if (!to || !agent || !registered) {
      if (!talk.legs.length) this.end(talk)
      return failed(to ? 'not_registered' : 'bad_target')
    }
    await this.openMic()
    const id = this.#id()
    const session = agent.call(to, {
      extraHeaders: [
        `${CONTACT_HEADER}: ${placed || talk.contact_id}`,
        ...(join ? [`${JOIN_HEADER}: ${talk.contact_id}`] : []),
      ],
      mediaStream: talk.streamFor(id),
      mediaConstraints: { audio: true, video: false },
      pcConfig: PEER,
    })
    const leg = new Leg(session, { id, role, who: to, placed })
    this.#bind(talk, leg)
    const done = await outcome(leg)
    if (done.ok && role === 'caller') this.enter(talk)
    return done
  }

  async arrived({ session, header, from }: Arrival): Promise<void> {
    const joins = header(JOIN_HEADER)
    const id = this.#id()
    if (joins) return this.#visited(new Leg(session, { id, role: 'colleague', who: from }), joins)
    const contact_id = await contactOf(header)
    const leg = new Leg(session, { id, role: 'caller', who: from })
    if (this.here || this.ringing || !this.#registration.registered) return leg.end(486)
    if (!contact_id) return leg.end(480) // what is said in it could be written nowhere
    this.#bind(this.open(contact_id, 'ringing'), leg)
    this.#options.changed()
    await this.openMic() // so that answering does not wait for it
  }

  /** A leg of the page before this one; false when the other side is gone. */
  async revive(talk: Talk, old: LegNote): Promise<boolean> {
    const { sip, agent } = this.#registration
    if (!sip || !agent) return false
    await this.openMic()
    const session = rebuild(sip, agent, old)
    const { role, who, held, placed } = old
    const leg = new Leg(session, { id: this.#id(), role, who, held, placed })
    this.#bind(talk, leg)
    const ok = await reoffer(session, talk.streamFor(leg.id))
    leg.up = ok && !leg.ended
    if (!leg.up) leg.end()
    else leg.holdAgain()
    this.#options.changed()
    return leg.up
  }

  /** Opens the microphone, but no caller waits for a browser's question. */
  async openMic(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const patience = new Promise((done) => (timer = setTimeout(done, MIC_PATIENCE_MS)))
    await Promise.race([this.#mic.open(), patience])
    clearTimeout(timer)
  }

  async #visited(leg: Leg, contact_id: string): Promise<void> {
    const until = Date.now() + JOIN_PATIENCE_MS
    while (!leg.ended) {
      const talk = this.list.find((one) => one.contact_id === contact_id && !one.ringing)
      const as = talk ? this.#options.mayJoin(contact_id, leg.who) : null
      if (talk && as) {
        leg.as = as
        this.#bind(talk, leg)
        leg.session.answer({ mediaStream: talk.streamFor(leg.id), pcConfig: PEER })
        return
      }
      if (Date.now() > until) return leg.end(talk ? 403 : 480)
      await new Promise((done) => setTimeout(done, JOIN_LOOK_MS))
    }
  }

  #bind(talk: Talk, leg: Leg): void {
    talk.add(leg)
    leg.onchange = () => {
      if (leg.ended) this.#left(talk, leg)
      this.#options.changed()
    }
    if (leg.ended) this.#left(talk, leg)
  }

  #left(talk: Talk, leg: Leg): void {
    talk.drop(leg)
    const next = afterLeg(talk, { taker_free: !this.here && !this.ringing })
    if (next === 'end') return this.end(talk)
    if (next === 'come_back') {
      talk.taker_here = true
      this.#options.cameBack()
    }
    const alone = leg.role === 'third' && talk.taker_here && !talk.others.length
    if (alone && talk.held) this.#options.leftOnHold()
  }

  #id(): string {
    this.#legs += 1
    return `leg-${this.#legs}`
  }
}

function outcome(leg: Leg): Promise<Done> {
  return new Promise((done) => {
    const look = () => {
      if (leg.up) done(DONE)
      else if (leg.ended) done(failed(leg.trouble ?? 'unreachable'))
    }
    leg.session.on('accepted', look)
    leg.session.on('confirmed', look)
    leg.session.on('failed', look)
    leg.session.on('ended', look)
    look()
  })
}
