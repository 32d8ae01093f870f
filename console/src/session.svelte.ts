// Who is signed in, where, and the place's data by id.
import * as api from './request.ts'
import { keeping } from './keeping.ts'
import { say } from './messages/catalogue.ts'
import { settings } from './settings.svelte.ts'
import type {
  Agency,
  Area,
  Hospital,
  IncidentType,
  Language,
  Partner,
  Place,
  Role,
  Session,
  Site,
  Station,
  Unit,
} from './wire.ts'

const ROOM: readonly Role[] = ['call_taker', 'shift_lead', 'trainee', 'dispatcher', 'supervisor']

/** Place data with the look-ups a screen needs. */
export class PlaceData {
  readonly raw: Place
  readonly #agencies: ReadonlyMap<string, Agency>
  readonly #units: ReadonlyMap<string, Unit>
  readonly #stations: ReadonlyMap<string, Station>
  readonly #hospitals: ReadonlyMap<string, Hospital>
  readonly #types: ReadonlyMap<string, IncidentType>
  readonly #areas: ReadonlyMap<string, Area>

  constructor(place: Place) {
    this.raw = place
    this.#agencies = byId(place.agencies)
    this.#units = byId([...place.units, ...(place.partners ?? []).map(asUnit)])
    this.#stations = byId(place.stations)
    this.#hospitals = byId(place.hospitals)
    this.#types = byId(place.incident_types)
    this.#areas = new Map(place.areas.map((area) => [area.code, area]))
  }

  agency = (id: string | null | undefined) => (id ? this.#agencies.get(id) : undefined)
  unit = (id: string | null | undefined) => (id ? this.#units.get(id) : undefined)
  station = (id: string | null | undefined) => (id ? this.#stations.get(id) : undefined)
  hospital = (id: string | null | undefined) => (id ? this.#hospitals.get(id) : undefined)
  type = (id: string | null | undefined) => (id ? this.#types.get(id) : undefined)
  area = (code: string | null | undefined) => (code ? this.#areas.get(code) : undefined)

  /** The agency that commands the unit. */
  agencyOf(unit: string): Agency | undefined {
    return this.agency(this.unit(unit)?.agency)
  }

  typeName = (id: string) => say(this.type(id)?.name, id)
  callSign = (id: string) => this.unit(id)?.call_sign ?? id
  areaName = (code: string | null | undefined) => this.area(code)?.name ?? ''
}

/** A partner's dispatches name it like a unit; it is in no list of ours. */
function asUnit(partner: Partner): Unit {
  const { id, call_sign, capabilities } = partner
  return { id, call_sign, capabilities, agency: '', station: '', kind: 'partner' }
}

/** Who works where a signal comes and goes: their page starts without one, as it was last. */
const OUTSIDE: readonly Role[] = ['field_crew', 'volunteer']
const LAST = 'here' // the worker reads it too
const LEAVING = 'siaga.leaving' // signed out without network: the server is told as soon as it is reached

interface LastHere {
  readonly site: Site
  readonly session: Session
  readonly place: Place
  readonly language: Language
}

class Here {
  /** Shown as it was kept; the server has not been asked yet. */
  restored = $state(false)
  site = $state.raw<Site | null>(null)
  session = $state.raw<Session | null>(null)
  place = $state.raw<PlaceData | null>(null)

  get isRoom(): boolean {
    return this.has(...ROOM)
  }

  has(...roles: readonly Role[]): boolean {
    return this.session?.roles.some((role) => roles.includes(role)) ?? false
  }

  async load(): Promise<void> {
    const [site, session] = await Promise.all([api.getSite(), api.getSession()])
    this.site = site
    if (session && localStorage.getItem(LEAVING)) await this.#signOut()
    else if (session) await this.enter(session)
  }

  async enter(session: Session): Promise<void> {
    this.place = new PlaceData(await api.getPlace())
    this.session = session
    this.restored = false
    localStorage.removeItem(LEAVING)
    if (!this.has(...OUTSIDE) || !this.site) return
    const last: LastHere = {
      site: $state.snapshot(this.site) as Site,
      session: { ...session, csrf: '' },
      place: this.place.raw,
      language: settings.language,
    }
    await keeping.put(LAST, last).catch(() => undefined)
  }

  /** Without network: as it was last in this browser, if somebody works outside with it. */
  async restore(): Promise<boolean> {
    const last = await keeping.get<LastHere>(LAST).catch(() => undefined)
    if (!last || this.session) return this.session !== null
    this.site = last.site
    this.place = new PlaceData(last.place)
    this.restored = true
    this.session = last.session
    return true
  }

  /** The network is back: is it still the same person? False while the server is not reached. */
  async confirm(): Promise<boolean> {
    if (!this.restored) return true
    const session = await api.getSession().catch(() => undefined)
    if (session === undefined) return false
    if (session?.account_id !== this.session?.account_id) {
      this.forget()
      if (session) await this.enter(session)
      return false
    }
    this.restored = false
    if (session) await this.enter(session).catch(() => undefined)
    return true
  }

  async leave(): Promise<void> {
    await this.#signOut()
    this.forget()
  }

  /** Whoever opens this browser next is not the one who has just left it. */
  async #signOut(): Promise<void> {
    localStorage.setItem(LEAVING, '1')
    if (await api.signOut()) localStorage.removeItem(LEAVING)
  }

  forget(): void {
    this.session = null
    this.restored = false
    void keeping.forget().catch(() => undefined)
  }
}

function byId<Item extends { readonly id: string }>(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.id, item]))
}

export const here = new Here()

/** The place of the signed-in session; screens are only shown once it is loaded. */
export function place(): PlaceData {
  if (!here.place) throw new Error('no place is loaded: the screen was shown before sign-in')
  return here.place
}

export function session(): Session {
  if (!here.session) throw new Error('nobody is signed in')
  return here.session
}
