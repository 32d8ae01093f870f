// Everything that rings for this room, from every source, in one order: what the strip shows, what
// the loudspeaker plays and what the key goes to.
import { SvelteSet } from 'svelte/reactivity'
import { router } from '../router.svelte.ts'
import { room } from '../screens/call_taker/room.svelte.ts'
import { firstOf, inOrder, isLoud, nextOf, steady, type Ring } from './model.ts'
import { alerts } from './sources/alerts.ts'
import { talksAlone } from './sources/calls.ts'
import { borderNotes, handovers, offers } from './sources/border.ts'
import { commands } from './sources/command.ts'
import { panics, patients } from './sources/field.ts'
import { lateIncidents, lateReferrals } from './sources/late.ts'
import { messages } from './sources/messages.ts'
import { longCases } from './sources/slow.ts'

const SOURCES = [
  panics,
  commands,
  alerts,
  talksAlone,
  patients,
  offers,
  handovers,
  borderNotes,
  lateIncidents,
  lateReferrals,
  messages,
  longCases,
]

class Attention {
  /** Keys somebody at this desk silenced. */
  readonly hushed = new SvelteSet<string>()
  /** Somebody points into the strip: nothing in it moves. */
  pointed = $state(false)
  readonly #seen = new SvelteSet<string>() // where the key has been
  #visited = $state<string | null>(null)
  #shown: readonly string[] = []
  #first: string | null = null

  readonly #ordered = $derived.by(() =>
    inOrder(
      SOURCES.flatMap((source) => source()),
      this.hushed,
    ),
  )

  /** By themselves, or as they stood when the pointer came. */
  readonly rings = $derived.by(() => {
    const byId = new Map(this.#ordered.map((ring) => [ring.id, ring]))
    const wanted = [...byId.keys()]
    this.#shown = this.pointed ? steady(this.#shown, wanted) : wanted
    return this.#shown.flatMap((id) => byId.get(id) ?? [])
  })

  readonly loud = $derived(this.rings.filter((ring) => isLoud(ring, this.hushed)))
  readonly quiet = $derived(this.rings.filter((ring) => !isLoud(ring, this.hushed)))
  readonly first = $derived.by(() => {
    const kept = this.pointed ? this.loud.find((ring) => ring.id === this.#first) : undefined
    const first = kept ?? firstOf(this.loud, this.#visited, this.#seen)
    this.#first = first?.id ?? null
    return first
  })

  open(ring: Ring): void {
    this.#seen.add(ring.key)
    this.#visited = ring.key
    if (ring.dialog) {
      if (router.path[0] !== 'call_taker') router.go('call_taker')
      room.dialog = ring.dialog
    } else if (ring.opens) router.go(...ring.opens)
    else if (ring.incident_id) room.show('incident', ring.incident_id)
  }

  /** Opens the next that rings; undefined when nothing does. */
  next(): Ring | undefined {
    if (this.loud.every((ring) => this.#seen.has(ring.key))) this.#seen.clear()
    const ring = nextOf(this.loud, this.#seen)
    if (ring) this.open(ring)
    return ring
  }
}

export const attention = new Attention()
