// The unit's position, only while the crew has switched it on; how often is `pace.ts`'s business.
import { sendSignal } from '../../request.ts'
import { clock } from '../../clock.svelte.ts'
import { distance_m } from '../../geometry.ts'
import type { LocationGiven, Point } from '../../wire.ts'
import { isDue, paceFor, type Now } from './pace.ts'

const KEY = 'siaga.crew.position'
const LOOK_MS = 2_000
const PRECISE: PositionOptions = { enableHighAccuracy: true, maximumAge: 2_000 }
const FRESH_MS = 60_000
const STILL_NEAR_MS = 5 * 60_000
const PANIC_WAITS_MS = 1_500

interface BatteryManager extends EventTarget {
  readonly level: number
  readonly charging: boolean
}

let last: GeolocationPosition | null = null

export class PositionSharing {
  on = $state(localStorage.getItem(KEY) === 'on')
  sent_at_ms = $state<number | null>(null)
  accuracy_m = $state(0)
  weak = $state(false)
  resting = $state(false) // off duty and without a job: nothing is sent
  sparse = $state(false) // on duty without a job: seldom
  awake = $state(false) // the screen stays on: a page behind a dark one sends nothing
  problem = $state<'denied' | 'unavailable' | 'unsupported' | null>(null)

  switch(on: boolean): void {
    this.on = on
    if (on) localStorage.setItem(KEY, 'on')
    else localStorage.removeItem(KEY)
  }

  /** Watches and sends until the returned function is called: the newest fix, never an old one. */
  share(unit_id: string, now: () => Omit<Now, 'speed_ms' | 'battery' | 'charging'>): () => void {
    this.problem = null
    this.sent_at_ms = null
    if (!('geolocation' in navigator)) {
      this.problem = 'unsupported'
      return () => undefined
    }
    const battery = watchBattery()
    const screen = keepAwake((on) => (this.awake = on))
    let fix: GeolocationPosition | null = null
    let speed_ms: number | null = null
    let watch: number | null = null
    let sent: Point | null = null
    let sent_ms = -Infinity // by the page's own clock
    let asked_ms = -Infinity
    let asking = false
    let sending = false
    const send = async () => {
      const pace = paceFor({ ...now(), speed_ms, ...battery.now })
      follow(pace?.follow ?? false)
      screen.want(pace !== null && pace.follow && !pace.weak && this.problem !== 'denied')
      this.resting = pace === null
      this.weak = pace?.weak ?? false
      this.sparse = pace !== null && now().stage === null
      if (!pace || sending) return
      const since_s = (performance.now() - sent_ms) / 1000
      if (!fix) {
        const rested_s = (performance.now() - asked_ms) / 1000
        if (since_s >= pace.at_least_s && rested_s >= pace.every_s) ask()
        return
      }
      const { latitude, longitude, accuracy, speed } = fix.coords
      const point = { latitude, longitude }
      if (sent && !isDue(pace, since_s, distance_m(sent, point))) return
      const value = {
        unit_id,
        ...point,
        accuracy_m: Math.round(accuracy),
        speed_ms: speed,
        at: new Date(clock.exact_ms() - Math.max(0, Date.now() - fix.timestamp)).toISOString(),
      }
      fix = null
      sending = true
      const arrived = await sendSignal('position', value)
      sending = false
      if (!arrived) return
      sent = point
      sent_ms = performance.now()
      this.sent_at_ms = clock.now_ms
      this.accuracy_m = Math.round(accuracy)
    }
    const heard = (found: GeolocationPosition) => {
      fix = last = found
      speed_ms = found.coords.speed
      this.problem = null
      void send()
    }
    const failed = (error: GeolocationPositionError) => {
      this.problem = error.code === error.PERMISSION_DENIED ? 'denied' : 'unavailable'
    }
    // A parked phone may fall silent: then it is asked. No answer to that leaves the age to grow.
    const ask = () => {
      if (asking) return
      asking = true
      asked_ms = performance.now()
      const answered = (found: GeolocationPosition) => {
        asking = false
        heard(found)
      }
      const silent = (error: GeolocationPositionError) => {
        asking = false
        if (watch === null) failed(error)
      }
      navigator.geolocation.getCurrentPosition(answered, silent, {
        ...PRECISE,
        timeout: 9_000,
      })
    }
    // A receiver that listens all day empties the phone: it does so only on the way.
    const follow = (on: boolean) => {
      if (on === (watch !== null)) return
      if (watch !== null) navigator.geolocation.clearWatch(watch)
      fix = null // one of before is old by the time it is due
      watch = on ? navigator.geolocation.watchPosition(heard, failed, PRECISE) : null
    }
    void send()
    const timer = setInterval(() => void send(), LOOK_MS)
    return () => {
      follow(false)
      clearInterval(timer)
      battery.stop()
      screen.want(false)
    }
  }
}

/** The browser lets go of the screen whenever the page is hidden: asked again by the next look. */
function keepAwake(tell: (on: boolean) => void) {
  let wanted = false
  let asking = false
  let lock: WakeLockSentinel | null = null
  const want = (on: boolean) => {
    wanted = on
    if (!on) void lock?.release().catch(() => undefined)
    if (!on || lock || asking || document.visibilityState !== 'visible') return
    asking = true
    const got = (found: WakeLockSentinel) => {
      lock = found
      found.onrelease = () => {
        lock = null
        tell(false)
      }
      if (!wanted) return found.release()
      tell(true)
    }
    Promise.resolve(navigator.wakeLock?.request('screen').then(got))
      .catch(() => undefined) // a browser that has none, or saves its battery
      .finally(() => (asking = false))
  }
  return { want }
}

function watchBattery() {
  const now: { battery: number | null; charging: boolean } = { battery: null, charging: false }
  let stopped = false
  let manager: BatteryManager | null = null
  const look = () => {
    if (!manager || stopped) return
    now.battery = manager.level
    now.charging = manager.charging
  }
  const phone = navigator as Navigator & { getBattery?(): Promise<BatteryManager> }
  phone.getBattery?.().then(
    (found) => {
      manager = found
      look()
      found.addEventListener('levelchange', look)
      found.addEventListener('chargingchange', look)
    },
    () => undefined,
  )
  const stop = () => {
    stopped = true
    manager?.removeEventListener('levelchange', look)
    manager?.removeEventListener('chargingchange', look)
  }
  return { now, stop }
}

/** Where this phone is, quickly or not at all: a call for help waits for no satellite. */
export async function whereNow(waits_ms = PANIC_WAITS_MS): Promise<LocationGiven | null> {
  const isNewer = (than_ms: number) => last !== null && Date.now() - last.timestamp < than_ms
  if (last && isNewer(FRESH_MS)) return given(last)
  if (!('geolocation' in navigator)) return null
  const found = await new Promise<GeolocationPosition | null>((done) => {
    setTimeout(() => done(null), waits_ms)
    navigator.geolocation.getCurrentPosition(done, () => done(null), {
      maximumAge: FRESH_MS,
      timeout: waits_ms,
      enableHighAccuracy: true,
    })
  })
  // An hour-old place would lead everybody astray: rather none, and the room asks.
  const known = found ?? (isNewer(STILL_NEAR_MS) ? last : null)
  return known && given(known)
}

function given({ coords }: GeolocationPosition): LocationGiven {
  const { latitude, longitude } = coords
  return { latitude, longitude, accuracy_m: Math.round(coords.accuracy), source: 'gps' }
}
