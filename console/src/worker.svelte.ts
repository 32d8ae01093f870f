// The service worker of the console (worker/service_worker.js): shell without network, alerts that
// arrive while the page is closed. Only on the console's own address.

export interface Pushed {
  readonly type: 'alert'
  readonly at?: string // a worker of an earlier version does not say it
}

/** Background sync, of which the types of browsers know nothing yet. */
interface Sync {
  register(tag: string): Promise<void>
}

const REST_MS = 2_000

class Worker {
  /** A newer version lies ready; the page decides when. */
  fresh = $state(false)
  #registration: ServiceWorkerRegistration | null = null
  #begun = false

  begin(): void {
    if (this.#begun || !('serviceWorker' in navigator)) return
    this.#begun = true
    // Once the page is there: its files are then fetched only once.
    setTimeout(() => void this.#register(), REST_MS)
  }

  /** Null where the browser has none. Others subscribe to pushes with it. */
  async registration(): Promise<ServiceWorkerRegistration | null> {
    if (!('serviceWorker' in navigator)) return null
    this.begin()
    return navigator.serviceWorker.ready
  }

  /** The worker is called as soon as there is a network, also when no page is open any more. */
  async wake(tag: string): Promise<void> {
    const found = await navigator.serviceWorker?.getRegistration('/').catch(() => undefined)
    const able = found as (ServiceWorkerRegistration & { sync?: Sync }) | undefined
    await able?.sync?.register(tag).catch(() => undefined) // else the page sends when it is opened
  }

  /** The new version takes over and every page of this browser loads it. */
  update(): void {
    const waiting = this.#registration?.waiting
    if (!waiting) return location.reload()
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
      once: true,
    })
    waiting.postMessage({ type: 'take_over' })
  }

  async #register(): Promise<void> {
    try {
      const registration = await navigator.serviceWorker.register('/sw.js', {
        updateViaCache: 'none',
      })
      this.#registration = registration
      const look = () => {
        // The first of all is no update.
        this.fresh = registration.waiting !== null && navigator.serviceWorker.controller !== null
      }
      look()
      registration.addEventListener('updatefound', () => {
        registration.installing?.addEventListener('statechange', look)
      })
      navigator.serviceWorker.addEventListener('message', (event: MessageEvent<Pushed>) => {
        if (event.data?.type === 'alert') location.hash = event.data.at ?? '#/'
      })
    } catch {
      // Private windows and policies of a company may forbid it: the page works without.
      this.#begun = false
    }
  }
}

export const worker = new Worker()
