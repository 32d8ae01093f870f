// Web push in this browser: asked for by a person, kept up by the page after every sign-in.
import { getPushKey, registerPush } from '../request.ts'
import { session } from '../session.svelte.ts'
import { worker } from '../worker.svelte.ts'

export type PushState = 'unknown' | 'unsupported' | 'blocked' | 'off' | 'on' | 'failed'

const READY_MS = 4_000
/** What the board of alerts shows to whom it is for until it is answered. */
const ON_BOARD = new Set([
  'dispatch', 'ready', 'stand_down', 'change', 'panic', 'roll_call', 'referral', 'escalation', 'pre_alert',
])

class Push {
  state = $state<PushState>('unknown')
  device = $state('')
  busy = $state(false)
  #looked = ''

  /** What this browser can; a browser that was on before is registered for who is signed in now. */
  async look(): Promise<void> {
    const me = session().account_id
    if (this.#looked === me) return
    this.#looked = me
    if (!('PushManager' in window) || !('Notification' in window)) {
      this.state = 'unsupported'
      return
    }
    if (Notification.permission === 'denied') {
      this.state = 'blocked'
      return
    }
    const known = await (await this.#registration())?.pushManager.getSubscription()
    if (!known) {
      this.state = 'off'
      return
    }
    await this.#register(known)
  }

  /** By a person's press: browsers ask for leave only then. */
  async turnOn(): Promise<void> {
    this.busy = true
    try {
      if ((await Notification.requestPermission()) !== 'granted') {
        this.state = 'blocked'
        return
      }
      const registration = await this.#registration()
      const key = await getPushKey()
      const subscription = await registration?.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: key,
      })
      if (subscription) await this.#register(subscription)
      else this.state = 'failed'
    } catch {
      this.state = 'failed'
    } finally {
      this.busy = false
    }
  }

  async turnOff(): Promise<void> {
    this.busy = true
    try {
      const known = await (await this.#registration())?.pushManager.getSubscription()
      await known?.unsubscribe()
      this.state = 'off'
    } finally {
      this.busy = false
    }
  }

  /** What somebody has answered elsewhere is not still asked for on this screen. */
  async withdraw(open: ReadonlySet<string>): Promise<void> {
    const registration = await navigator.serviceWorker?.getRegistration('/').catch(() => undefined)
    for (const shown of (await registration?.getNotifications()) ?? []) {
      const { alert_id, about } = (shown.data ?? {}) as { alert_id?: string; about?: string }
      if (alert_id && ON_BOARD.has(about ?? '') && !open.has(alert_id)) shown.close()
    }
  }

  async #register(subscription: PushSubscription): Promise<void> {
    const device = await registerPush(subscription.toJSON(), browserName())
    if (device === null) {
      this.state = 'failed'
      return
    }
    this.device = device
    this.state = 'on'
  }

  async #registration(): Promise<ServiceWorkerRegistration | null> {
    const late = new Promise<null>((done) => setTimeout(() => done(null), READY_MS))
    return Promise.race([worker.registration(), late])
  }
}

/** So that people tell their own devices apart; nothing that follows them elsewhere. */
function browserName(): string {
  const agent = navigator.userAgent
  const browser = /Edg\//.test(agent)
    ? 'Edge'
    : /Firefox\//.test(agent)
      ? 'Firefox'
      : /Chrome\//.test(agent)
        ? 'Chrome'
        : 'Safari'
  const device = /Android/.test(agent)
    ? 'Android'
    : /iPhone|iPad/.test(agent)
      ? 'iPhone'
      : /Windows/.test(agent)
        ? 'Windows'
        : 'Linux'
  return `${browser}, ${device}`
}

export const push = new Push()
