// The unit's position, only while the crew has switched it on.
import { sendSignal } from '../../api.ts'
import { clock } from '../../clock.svelte.ts'

const EVERY_MS = 9_000
const KEY = 'siaga.crew.position'
const PRECISE: PositionOptions = { enableHighAccuracy: true, maximumAge: 2_000 }

export class PositionSharing {
  on = $state(localStorage.getItem(KEY) === 'on')
  sent_at_ms = $state<number | null>(null)
  accuracy_m = $state(0)
  problem = $state<'denied' | 'unavailable' | 'unsupported' | null>(null)

  switch(on: boolean): void {
    this.on = on
    if (on) localStorage.setItem(KEY, 'on')
    else localStorage.removeItem(KEY)
  }

  /** Watches and sends until the returned function is called. An old fix is never sent again. */
  share(unit_id: string): () => void {
    this.problem = null
    this.sent_at_ms = null
    if (!('geolocation' in navigator)) {
      this.problem = 'unsupported'
      return () => undefined
    }
    let fix: GeolocationPosition | null = null
    let last_ms = -EVERY_MS
    const send = async () => {
      if (!fix || performance.now() - last_ms < EVERY_MS) return
      const { latitude, longitude, accuracy } = fix.coords
      const accuracy_m = Math.round(accuracy)
      const at = new Date(clock.now_ms).toISOString()
      fix = null
      last_ms = performance.now()
      const value = { unit_id, latitude, longitude, accuracy_m, at }
      if (!(await sendSignal('position', value))) return
      this.sent_at_ms = clock.now_ms
      this.accuracy_m = accuracy_m
    }
    const heard = (found: GeolocationPosition) => {
      fix = found
      this.problem = null
      void send()
    }
    const failed = (error: GeolocationPositionError) => {
      this.problem = error.code === error.PERMISSION_DENIED ? 'denied' : 'unavailable'
    }
    const watch = navigator.geolocation.watchPosition(heard, failed, PRECISE)
    // A parked phone may fall silent: then it is asked. No answer to that leaves the age to grow.
    let asking = false
    const answered = (found?: GeolocationPosition) => {
      asking = false
      if (found) heard(found)
    }
    const ask = () => {
      if (fix || performance.now() - last_ms < EVERY_MS) return void send()
      if (asking) return
      asking = true
      const options = { ...PRECISE, timeout: EVERY_MS }
      navigator.geolocation.getCurrentPosition(answered, () => answered(), options)
    }
    const timer = setInterval(ask, 2_000)
    return () => {
      navigator.geolocation.clearWatch(watch)
      clearInterval(timer)
    }
  }
}
