// Being reachable: a password for minutes from our own server, then a registration at the edge,
// renewed and tried again until it stands. What rings is the line's business.
import type { IncomingRTCSessionEvent } from 'jssip/lib/UA'
import { openPhoneSession } from '../api.ts'
import { contactUser } from './resume.ts'
import { renewIn_ms, retryWait_ms } from './rules.ts'
import type { LineState, LostReason, OffReason, PhoneSession } from './shapes.ts'
import { RETRY_S, loadSip, openAgent, type RTCSession, type Sip, type UA } from './sip.ts'

export interface Arrival {
  readonly session: RTCSession
  readonly header: (name: string) => string | undefined
  readonly from: string // account or number
}

export interface Listener {
  changed(): void
  registered(): void
  arrived(arrival: Arrival): void
}

export class Registration {
  state = $state.raw<LineState>({ phase: 'off', why: 'stopped' })
  session = $state.raw<PhoneSession | null>(null)
  sip: Sip | null = null
  agent: UA | null = null
  readonly #account_id: string
  readonly #hear: Listener
  #timer: ReturnType<typeof setTimeout> | undefined
  #renewal: ReturnType<typeof setTimeout> | undefined
  #attempt = 0
  #refused = false
  #lost_since_ms: number | null = null

  constructor(account_id: string, hear: Listener) {
    this.#account_id = account_id
    this.#hear = hear
  }

  get registered(): boolean {
    return this.state.phase === 'registered'
  }

  start(): void {
    this.#show({ phase: 'connecting' })
    void this.#open()
  }

  /** `gently`: conversations that are up go on; only new calls go elsewhere. */
  stop(why: OffReason, { gently = false } = {}): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#renewal)
    if (gently) this.agent?.unregister()
    else {
      this.agent?.stop()
      this.agent = null
    }
    this.#show({ phase: 'off', why })
  }

  async #open(): Promise<void> {
    const answer = await openPhoneSession()
    if (this.state.phase === 'off') return
    if ('ok' in answer) {
      if (answer.status === 401 || answer.status === 403) return this.stop('forbidden')
      if (answer.status === 404 || answer.status === 501) return this.stop('no_telephone')
      return this.#lose('server')
    }
    this.session = answer
    this.#renewal = setTimeout(() => void this.#renew(), renewIn_ms(answer.expires_at, Date.now()))
    if (this.agent) return this.#credentials(answer)
    try {
      this.sip ??= await loadSip()
    } catch {
      return this.#lose('server') // the file of the library was not to be had
    }
    const contact_user = contactUser(sessionStorage, () => crypto.randomUUID().slice(0, 8))
    this.agent = openAgent(this.sip, answer, this.#account_id, { contact_user })
    this.#listen(this.agent)
    this.agent.start()
  }

  /** Before the password ends; the registration that stands goes on with the new one. */
  async #renew(): Promise<void> {
    const answer = await openPhoneSession()
    if (this.state.phase === 'off') return
    const wait_ms = 'ok' in answer ? retryWait_ms(3) : renewIn_ms(answer.expires_at, Date.now())
    this.#renewal = setTimeout(() => void this.#renew(), wait_ms)
    if ('ok' in answer) return
    this.session = answer
    this.#credentials(answer)
  }

  #credentials({ sip_user, password }: PhoneSession): void {
    this.agent?.set('authorization_user', sip_user)
    this.agent?.set('password', password)
    this.agent?.register()
  }

  #listen(agent: UA): void {
    agent.on('registered', () => {
      this.#attempt = 0
      this.#refused = false
      this.#lost_since_ms = null
      this.#show({ phase: 'registered' })
      this.#hear.registered()
    })
    agent.on('disconnected', () => {
      if (this.agent === agent) this.#lose('edge')
    })
    agent.on('registrationFailed', ({ response }) => {
      if (!response) return // the connection went: said above
      clearTimeout(this.#renewal)
      // A password that was refused may only be old: one new one at once, later ones calmly.
      if (this.#refused) this.#lose('refused')
      else void this.#open()
      this.#refused = true
    })
    agent.on('newRTCSession', ({ originator, session, request }: IncomingRTCSessionEvent) => {
      if ((originator as string) !== 'remote') return // one of ours
      this.#hear.arrived({
        session,
        header: (name) => request.getHeader(name) || undefined,
        from: session.remote_identity.uri.user,
      })
    })
  }

  #lose(reason: LostReason): void {
    if (this.state.phase === 'off') return
    this.#attempt += 1
    this.#lost_since_ms ??= Date.now()
    const wait_ms = reason === 'edge' ? RETRY_S * 1000 : retryWait_ms(this.#attempt)
    this.#show({
      phase: 'lost',
      reason,
      since_ms: this.#lost_since_ms,
      retry_at_ms: Date.now() + wait_ms,
    })
    if (reason === 'edge') return // the library connects again by itself
    clearTimeout(this.#timer)
    clearTimeout(this.#renewal)
    this.#timer = setTimeout(() => void this.#open(), wait_ms)
  }

  #show(state: LineState): void {
    this.state = state
    this.#hear.changed()
  }
}
