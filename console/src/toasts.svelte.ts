// Notices at the foot of the screen; an act that can be undone offers it here for ten seconds.

import { sentence } from './acts.svelte.ts'
import type { Answer } from './wire.ts'

const UNDO_MS = 10_000
const NOTICE_MS = 6_000

export interface Toast {
  readonly id: number
  readonly text: string
  readonly tone: 'plain' | 'good' | 'bad'
  readonly until_ms: number
  readonly undo: (() => Promise<Answer>) | null
}

class Toasts {
  list = $state.raw<readonly Toast[]>([])
  #next = 1

  notice(text: string, tone: Toast['tone'] = 'plain'): void {
    this.#add(text, tone, NOTICE_MS, null)
  }

  offerUndo(text: string, undo: () => Promise<Answer>): void {
    this.#add(text, 'good', UNDO_MS, undo)
  }

  /** Takes the act back; when the world has moved on, says why it cannot. */
  async undo(toast: Toast): Promise<void> {
    this.drop(toast.id)
    const answer = await toast.undo?.()
    if (answer && !answer.ok) this.notice(sentence(answer), 'bad')
  }

  drop(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id)
  }

  #add(text: string, tone: Toast['tone'], shown_ms: number, undo: Toast['undo']): void {
    const id = this.#next++
    this.list = [...this.list.slice(-3), { id, text, tone, until_ms: Date.now() + shown_ms, undo }]
    setTimeout(() => this.drop(id), shown_ms)
  }
}

export const toasts = new Toasts()
