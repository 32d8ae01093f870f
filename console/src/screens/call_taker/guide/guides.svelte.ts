// Which guide belongs to what is open, and what a guide sets in motion beside itself.
import { SvelteMap } from 'svelte/reactivity'
import { sentence } from '../../../acts.svelte.ts'
import { command } from '../../../api.ts'
import { live } from '../../../live.svelte.ts'
import { place } from '../../../session.svelte.ts'
import { toasts } from '../../../toasts.svelte.ts'
import type { IncidentCard, Priority, QueueCard } from '../../../wire.ts'
import { talking } from '../calls/talking.svelte.ts'
import { room } from '../room.svelte.ts'
import { shelf } from './book.svelte.ts'
import { guideHost } from './host.svelte.ts'
import { Running, type About } from './running.svelte.ts'
import { t } from './words.ts'

const NOBODY = ''

export interface Case {
  readonly key: string // as on the board: the contact, else the incident; "" while there is none
  readonly contact: QueueCard | null
  readonly incident: IncidentCard | null
  readonly about: About
}

class Guides {
  readonly #running = new SvelteMap<string, Running>()
  #last: Case | null = null

  /** What is open on the screen; an incident that is just being opened is still what it was. */
  now = $derived.by((): Case => {
    const waits = room.open !== null && !room.contact && !room.incident
    if (waits && this.#last) return this.#last
    this.#last = caseOf(room.contact, room.incident, (key) => this.#isLed(key))
    return this.#last
  })

  /** The guide of what is open: this page's own, else as a colleague left it. */
  get current(): Running | null {
    return this.#running.get(this.now.key) ?? null
  }

  /** Takes up what the key wanted. */
  take(): void {
    const wish = guideHost.wish
    const { book, cards } = shelf
    if (!wish || !book || !cards) return
    guideHost.wish = null
    if (wish === 'arrest' && book.arrest) {
      if (this.current?.arrest_at) return // it is running: never back to the first question
      this.begin(book.arrest)
      return
    }
    if (typeof wish === 'object') {
      this.begin(wish.card)
      return
    }
    if (this.current ?? this.#resume()) return
    const { contact, incident } = this.now
    const type = incident?.incident_type ?? room.actions.proposed?.()
    const card = cards.forType(type) ?? cards.card(book.opening)
    if (card && (contact || incident)) this.begin(card.id)
  }

  begin(card: string): void {
    const { cards } = shelf
    if (!cards) return
    const { key, about } = this.now
    const guide = this.#running.get(key) ?? new Running(cards, about)
    this.#running.set(key, guide)
    guide.begin(card)
  }

  close(): void {
    this.#running.delete(this.now.key)
    guideHost.open = false
  }

  /** What the board says of it: the times, how far a colleague led it, that it is over. */
  hear(): void {
    const guide = this.current
    const card = live.board('guides').get(this.now.key)
    if (!guide || guide.untold) return // what was said here is not all there yet
    if (!card) {
      if (guide.seen) this.#running.delete(this.now.key)
    } else if (guide.led && card.guide_id === guide.guide_id) {
      guide.heard(card)
    } else if (guide.source !== card) {
      this.#resume()
    }
  }

  /** The heart stands still: P1, and the type too where it was an illness before. */
  async raise(): Promise<void> {
    const { contact, incident, key } = this.now
    const type = shelf.cards?.card(shelf.book?.arrest)?.incident_type
    if (!type) return
    if (incident) {
      await this.propose(isIllness(incident.incident_type) ? type : null, 'P1')
    } else if (contact && !contact.incident_id) {
      room.actions.cardiacArrest?.()
    } else if (key === NOBODY) {
      await this.#openAlone(type)
    }
  }

  /** Sets type and priority as the answers propose them, where they differ. */
  async propose(type: string | null, priority: Priority | null): Promise<void> {
    const { incident } = this.now
    if (!incident) {
      room.actions.propose?.(type, priority)
      return
    }
    const { incident_id } = incident
    if (type && type !== incident.incident_type && place().type(type)) {
      await told(command('incident', 'classify', { incident_id, incident_type: type }))
    }
    if (priority && priority !== incident.priority) {
      await told(command('incident', 'prioritise', { incident_id, priority }))
    }
  }

  async #openAlone(incident_type: string): Promise<void> {
    const guide = this.current
    const answer = await command('incident', 'open-incident', { incident_type, priority: 'P1' })
    if (!answer.ok || !answer.id || !guide) {
      if (!answer.ok) toasts.notice(sentence(answer), 'bad')
      return
    }
    this.#running.delete(NOBODY)
    this.#running.set(answer.id, guide)
    guide.bind({ contact_id: null, incident_id: answer.id, clock_start_at: null })
    room.show('incident', answer.id)
    toasts.notice(t('arrest.opened', { number: answer.number ?? '' }), 'good')
  }

  #isLed(key: string): boolean {
    return this.#running.has(key) || live.board('guides').has(key)
  }

  #resume(): Running | null {
    const card = live.board('guides').get(this.now.key)
    const guide = card && shelf.cards ? Running.resumed(shelf.cards, card) : null
    if (guide) this.#running.set(this.now.key, guide)
    return guide
  }
}

/** An incident's guide is that of its caller: the one who is led already, who talks, or the last. */
function caseOf(
  contact: QueueCard | null,
  incident: IncidentCard | null,
  isLed: (key: string) => boolean,
): Case {
  const callers = incident?.contact_ids ?? []
  const talks = callers.find((id) => id === talking.now?.contact_id)
  const alone = incident && isLed(incident.incident_id) // it was begun before anybody called
  const found = callers.find(isLed) ?? (alone ? null : (talks ?? callers.at(-1)))
  const id = contact?.contact_id ?? found ?? null
  const caller = contact ?? (id ? (live.board('queue').get(id) ?? null) : null)
  const incident_id = incident?.incident_id ?? contact?.incident_id ?? null
  return {
    key: id ?? incident_id ?? NOBODY,
    contact: caller,
    incident,
    about: {
      contact_id: id,
      incident_id,
      clock_start_at: caller?.opened_at ?? incident?.clock_start_at ?? null,
    },
  }
}

function isIllness(type: string): boolean {
  return type === 'medical' || type.startsWith('medical.')
}

async function told(asked: ReturnType<typeof command>): Promise<void> {
  const answer = await asked
  if (!answer.ok) toasts.notice(sentence(answer), 'bad')
}

export const guides = new Guides()
