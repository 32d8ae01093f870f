// What a desk likes: kept in this browser, never on the server.
import type { Language } from './wire.ts'

export type Theme = 'system' | 'light' | 'dark'
export type Density = 'compact' | 'roomy'

const KEY = 'siaga.settings'

interface Kept {
  language: Language
  theme: Theme
  density: Density
  volume: number // 0 … 1
}

const FIRST: Kept = { language: 'id', theme: 'system', density: 'compact', volume: 0.7 }

class Settings {
  #kept = $state<Kept>({ ...FIRST, ...read() })
  #night = $state(false) // what the system asks for

  constructor() {
    const asked = matchMedia('(prefers-color-scheme: dark)')
    this.#night = asked.matches
    asked.addEventListener('change', () => {
      this.#night = asked.matches
      this.#show()
    })
    this.#show()
  }

  get language(): Language {
    return this.#kept.language
  }
  get theme(): Theme {
    return this.#kept.theme
  }
  get density(): Density {
    return this.#kept.density
  }
  get volume(): number {
    return this.#kept.volume
  }
  /** The theme in force. */
  get dark(): boolean {
    return this.theme === 'dark' || (this.theme === 'system' && this.#night)
  }

  set(change: Partial<Kept>): void {
    Object.assign(this.#kept, change)
    localStorage.setItem(KEY, JSON.stringify(this.#kept))
    this.#show()
  }

  #show(): void {
    const root = document.documentElement
    root.lang = this.language
    root.dataset['theme'] = this.dark ? 'dark' : 'light'
    root.dataset['density'] = this.density
  }
}

function read(): Partial<Kept> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Kept>
  } catch {
    return {}
  }
}

export const settings = new Settings()
