// Which microphone, headset and loudspeaker this desk uses: kept in this browser.

const KEY = 'siaga.phone.desk'

export interface DeskDevices {
  readonly mic: string // device ids, "" for what the system prefers
  readonly headset: string
  readonly ring: string
  readonly checked_at: string | null // when somebody last heard their own voice here
}

const FIRST: DeskDevices = { mic: '', headset: '', ring: '', checked_at: null }

export function deskDevices(): DeskDevices {
  try {
    return { ...FIRST, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<DeskDevices>) }
  } catch {
    return FIRST
  }
}

export function chooseDevices(change: Partial<DeskDevices>): DeskDevices {
  const devices = { ...deskDevices(), ...change }
  localStorage.setItem(KEY, JSON.stringify(devices))
  for (const hear of listeners) hear(devices)
  return devices
}

const listeners = new Set<(devices: DeskDevices) => void>()

/** Hears of every choice made in this page until the returned function is called. */
export function onDevices(listener: (devices: DeskDevices) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
