// What is being typed and not yet a fact. Kept in this browser at every key, sent to the server
// field by field, and heard from the colleagues who fill in the same draft.
import { dropDraft, saveDraftField } from './api.ts'
import { live } from './live.svelte.ts'
import type { DraftField, DraftSignal } from './wire.ts'

const SEND_AFTER_MS = 250
const KEY = 'siaga.draft.'

/** One draft, open on a screen. `shared` ones are live on every desk of the room. */
export class Draft {
  readonly id: string
  readonly shared: boolean
  readonly #me: string
  readonly #key: string // of one person: who uses this browser next does not read it
  #fields = $state<Record<string, DraftField>>({})
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #leave: () => void

  constructor(id: string, me: string, { shared = true } = {}) {
    this.id = id
    this.#me = me
    this.shared = shared
    this.#key = `${KEY}${me}.${id}`
    this.#fields = readLocal(this.#key)
    for (const [field, heard] of Object.entries(kept.get(id) ?? {})) this.#hear(field, heard)
    this.#leave = shared ? listen(id, (fields) => this.#hearAll(fields)) : () => undefined
  }

  get(field: string): string {
    return this.#fields[field]?.value ?? ''
  }

  /** Who wrote the field last, if it was not me. */
  writer(field: string): string | null {
    const by = this.#fields[field]?.by
    return by && by !== this.#me ? by : null
  }

  get empty(): boolean {
    return Object.values(this.#fields).every((field) => !field.value)
  }

  set(field: string, value: string): void {
    if (this.get(field) === value) return
    this.#fields[field] = { value, by: this.#me, at: new Date().toISOString() }
    this.#keep()
    if (!this.shared) return
    clearTimeout(this.#timers.get(field))
    this.#timers.set(
      field,
      setTimeout(() => {
        this.#timers.delete(field)
        void saveDraftField(this.id, field, value)
      }, SEND_AFTER_MS),
    )
  }

  setAll(values: Readonly<Record<string, string>>): void {
    for (const [field, value] of Object.entries(values)) this.set(field, value)
  }

  /** The draft became a fact, or was thrown away by its writer. */
  drop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
    this.#fields = {}
    localStorage.removeItem(this.#key)
    kept.delete(this.id)
    if (this.shared) void dropDraft(this.id)
  }

  /** Stops listening; what was typed stays. */
  close(): void {
    this.#leave()
  }

  #hearAll(fields: DraftSignal): void {
    if (!Object.keys(fields).length) {
      this.#fields = {}
      localStorage.removeItem(this.#key)
      return
    }
    for (const [field, heard] of Object.entries(fields)) this.#hear(field, heard)
  }

  /** A field I am still typing is mine until it was sent. */
  #hear(field: string, heard: DraftField): void {
    if (this.#timers.has(field)) return
    const mine = this.#fields[field]
    if (mine && (mine.value === heard.value || mine.at > heard.at)) return
    this.#fields[field] = heard
    this.#keep()
  }

  #keep(): void {
    localStorage.setItem(this.#key, JSON.stringify(this.#fields))
  }
}

// Signals come once; a draft opened later starts from what was heard before.
const kept = new Map<string, DraftSignal>()
const listeners = new Map<string, Set<(fields: DraftSignal) => void>>()

live.onDraft((draft, fields) => {
  if (Object.keys(fields).length) kept.set(draft, { ...kept.get(draft), ...fields })
  else kept.delete(draft)
  for (const hear of listeners.get(draft) ?? []) hear(fields)
})

function listen(id: string, hear: (fields: DraftSignal) => void): () => void {
  const all = listeners.get(id) ?? new Set()
  listeners.set(id, all.add(hear))
  return () => all.delete(hear)
}

function readLocal(key: string): Record<string, DraftField> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, DraftField>
  } catch {
    return {}
  }
}
