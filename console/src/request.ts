// How a request is made, what its answer means, and what every page asks for. Without anything of a
// page, so that the service worker asks in the same way. The requests of the desks are in `api.ts`.
import { uuid7 } from './ids.ts'
import type {
  Answer, Denied, DestinationsGiven, GettingThere, Place, Session, Site,
} from './wire.ts'

const TRIES = 5
const WAIT_FIRST_MS = 400

/** A line on which nothing moves must not hold up what waits behind it. */
const COMMAND_WITHIN_MS = 30_000
const FILE_WITHIN_MS = 180_000

let csrf = ''

export class Unauthorised extends Error {}

export interface StoredMedia {
  readonly stored: string
  readonly media_type: string
}

export async function read<Content>(path: string, within_ms?: number): Promise<Content> {
  const response = await fetch(path, { cache: 'no-store', signal: lasting(within_ms) })
  if (response.status === 401) throw new Unauthorised(path)
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  return (await response.json()) as Content
}

/** Null when the server was not reached. */
export async function send(
  method: string,
  path: string,
  body?: unknown,
  within_ms?: number,
): Promise<Response | null> {
  const headers: Record<string, string> = { 'x-csrf-token': csrf }
  if (body !== undefined) headers['content-type'] = 'application/json'
  const init: RequestInit = { method, headers, cache: 'no-store', signal: lasting(within_ms) }
  if (body !== undefined) init.body = JSON.stringify(body)
  try {
    return await fetch(path, init)
  } catch {
    return null
  }
}

export async function getSite(): Promise<Site> {
  return read<Site>('/api/site')
}

export async function getPlace(): Promise<Place> {
  return read<Place>('/api/place')
}

/** The session of this browser, or null when nobody is signed in. */
export async function getSession(): Promise<Session | null> {
  try {
    return remember(await read<Session>('/api/session', COMMAND_WITHIN_MS))
  } catch (problem) {
    if (problem instanceof Unauthorised) return null
    throw problem
  }
}

export async function signIn(
  user: string,
  password: string,
  code?: string,
): Promise<Session | Denied> {
  const response = await send('POST', '/api/session', { user, password, ...(code && { code }) })
  if (!response) return unreachable()
  if (!response.ok) return denied(response)
  return remember((await response.json()) as Session)
}

/** False: the server was not reached, and still takes this browser for who it was. */
export async function signOut(): Promise<boolean> {
  const response = await send('DELETE', '/api/session')
  forgetToken()
  return response?.ok === true || response?.status === 401
}

/**
 * Asks a desk for something. The command keeps its id through every repeat, so that a lost answer
 * never does a thing twice: the same command gets the same answer.
 */
export async function command(
  desk: string,
  name: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const whole = { command_id: uuid7(), ...body }
  for (let attempt = 1; ; attempt += 1) {
    const response = await send('POST', `/api/${desk}/${name}`, whole)
    if (response?.ok) return { ok: true, ...((await response.json()) as object) } as Answer
    if (response && response.status !== 503) return denied(response)
    if (attempt === TRIES) return response ? denied(response) : unreachable()
    await wait(WAIT_FIRST_MS * 2 ** (attempt - 1))
  }
}

/** One try of a command that is kept elsewhere until it is answered. */
export async function commandOnce(
  desk: string,
  name: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const response = await send('POST', `/api/${desk}/${name}`, body, COMMAND_WITHIN_MS)
  if (!response) return unreachable()
  if (!response.ok) return denied(response)
  const said = (await response.json().catch(() => null)) as object | null
  return said ? ({ ok: true, ...said } as Answer) : unreachable()
}

/** `stop` ends it half-way: the file is asked for again later. */
export async function uploadMedia(
  file: Blob,
  stop?: AbortSignal,
): Promise<StoredMedia | Denied> {
  const ends = new AbortController()
  const end = () => ends.abort()
  const timer = setTimeout(end, FILE_WITHIN_MS)
  stop?.addEventListener('abort', end)
  try {
    const response = await fetch('/api/media', {
      method: 'POST',
      headers: { 'content-type': file.type, 'x-csrf-token': csrf },
      body: file,
      signal: ends.signal,
    })
    return response.ok ? ((await response.json()) as StoredMedia) : denied(response)
  } catch {
    return unreachable()
  } finally {
    clearTimeout(timer)
    stop?.removeEventListener('abort', end)
  }
}

/** The server's time to the second, for whom no stream has told it yet; null: not reached. */
export async function getServerTime(): Promise<number | null> {
  try {
    const response = await fetch('/api/site', { cache: 'no-store', signal: lasting(COMMAND_WITHIN_MS) })
    const said = Date.parse(response.headers.get('date') ?? '')
    return Number.isNaN(said) ? null : said
  } catch {
    return null
  }
}

/** Whom to ask for the way to an incident, and what is remembered of its lane. */
export async function getGettingThere(incident: string): Promise<GettingThere> {
  return read<GettingThere>(`/api/incidents/${encodeURIComponent(incident)}/getting-there`)
}

export async function sendSignal(
  kind: 'position' | 'presence',
  value: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const response = await send('POST', `/api/signals/${kind}`, value)
  return response?.ok ?? false
}

/** The place's key, with which a browser asks for web push. */
export async function getPushKey(): Promise<string> {
  return (await read<{ key: string }>('/api/alerts/key')).key
}

/** This browser's subscription; → its device id, null when it was not taken. */
export async function registerPush(subscription: unknown, label: string): Promise<string | null> {
  const response = await send('POST', '/api/alerts/devices', { subscription, label })
  if (!response?.ok) return null
  return ((await response.json()) as { device_id: string }).device_id
}

/** Every hospital for a patient, most fitting first; null when nobody answers. */
export async function getDestinations(
  incident_id: string,
  patient_id: string,
): Promise<DestinationsGiven | null> {
  try {
    const query = new URLSearchParams({ incident: incident_id, patient: patient_id })
    const response = await fetch(`/api/destinations?${query}`, { cache: 'no-store' })
    return response.ok ? ((await response.json()) as DestinationsGiven) : null
  } catch {
    return null
  }
}

export async function denied(response: Response): Promise<Denied> {
  const said = (await response.json().catch(() => ({}))) as Partial<Denied>
  return { message: '', ...said, ok: false, status: response.status }
}

export function unreachable(): Denied {
  return { ok: false, status: 0, message: '' }
}

/** Every request that changes something carries the session's own token. */
export function remember(session: Session): Session {
  csrf = session.csrf
  return session
}

export function forgetToken(): void {
  csrf = ''
}

/** Undefined where the browser cannot end a request by itself, or nobody asks for it. */
function lasting(within_ms: number | undefined): AbortSignal | null {
  return within_ms && 'timeout' in AbortSignal ? AbortSignal.timeout(within_ms) : null
}

function wait(wait_ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, wait_ms))
}
