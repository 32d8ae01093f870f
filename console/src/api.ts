// Every request of the room's and the desks' pages. What each page asks for stands in request.ts.
import { uuid7 } from './ids.ts'
import { denied, read, send, unreachable } from './request.ts'
import { settings } from './settings.svelte.ts'
import type { EndedTask } from './screens/agency/tasks.ts'
import type { SituationDraft } from './screens/long_cases/shapes.ts'
import type { ForwardedPaste } from './screens/call_taker/paste.ts'
import type { Peaks, PhoneReport, PhoneSession, Recording } from './phone/shapes.ts'
import type {
  AdviceGiven,
  Answer,
  Denied,
  GuideBook,
  PlanGiven,
  ProposalGiven,
  QueueCard,
  StandingPlan,
  Statistics,
} from './wire.ts'

export { command, Unauthorised, uploadMedia, type StoredMedia } from './request.ts'

/** What words that are being typed seem to say; null when nobody answers. */
export async function getAdvice(
  body: Readonly<Record<string, unknown>>,
): Promise<AdviceGiven | null> {
  const response = await send('POST', '/api/advice', body)
  return response?.ok ? ((await response.json()) as AdviceGiven) : null
}

/** What the response plans propose for an incident, at its alarm level or another one. */
export async function getPlan(incident: string, alarm?: number): Promise<PlanGiven> {
  const asked = alarm === undefined ? '' : `?alarm=${alarm}`
  return read<PlanGiven>(`/api/incidents/${encodeURIComponent(incident)}/plan${asked}`)
}

export async function getPlans(): Promise<readonly StandingPlan[]> {
  return (await read<{ plans: readonly StandingPlan[] }>('/api/plans')).plans
}

/** `places`: what an address may mean; with several a person chooses, and nothing is worked out. */
export interface PlansTried {
  readonly places: readonly PlaceNamed[]
  readonly before: PlanGiven | null
  readonly after: PlanGiven | null
}
export interface PlaceNamed {
  readonly name: string
  readonly area: string
  readonly latitude?: number
  readonly longitude?: number
}

/** What would go there; `after` is null without an edit. */
export async function tryPlans(
  body: Readonly<Record<string, unknown>>,
): Promise<PlansTried | Denied> {
  const response = await send('POST', '/api/plans/dry-run', body)
  if (!response) return unreachable()
  if (!response.ok) return denied(response)
  return (await response.json()) as PlansTried
}

/** What can be recognised in a pasted chat; null when it cannot be read. */
export async function readForwarded(text: string): Promise<ForwardedPaste | null> {
  const response = await send('POST', '/api/forwarded/read', { text })
  return response?.ok ? ((await response.json()) as ForwardedPaste) : null
}

export async function saveDraftField(
  draft: string,
  field: string,
  value: string,
): Promise<boolean> {
  const response = await send('POST', `/api/drafts/${encodeURIComponent(draft)}`, { field, value })
  return response?.ok ?? false
}

export async function dropDraft(draft: string): Promise<void> {
  await send('DELETE', `/api/drafts/${encodeURIComponent(draft)}`)
}

/** A telephone for this page; 404 where the place has none. */
export async function openPhoneSession(): Promise<PhoneSession | Denied> {
  const response = await send('POST', '/api/phone/session')
  if (!response) return unreachable()
  return response.ok ? ((await response.json()) as PhoneSession) : denied(response)
}

export async function reportPhone(report: PhoneReport): Promise<boolean> {
  const response = await send('POST', '/api/signals/phone', report)
  return response?.ok ?? false
}

export async function getRecordings(contact_id: string): Promise<readonly Recording[]> {
  return read<readonly Recording[]>(recordings(contact_id))
}

export async function getPeaks(contact_id: string, stored: string): Promise<Peaks> {
  return read<Peaks>(`${recordings(contact_id)}/${encodeURIComponent(stored)}.peaks`)
}

/** Where the sound is. Whoever fetches it has listened: that is written down. */
export function recordingAddress(contact_id: string, stored: string): string {
  return `${recordings(contact_id)}/${encodeURIComponent(stored)}.wav`
}

/** Where a citizen's link leads; null when it is over. */
export async function getLinkAddress(contact_id: string, link_id: string): Promise<string | null> {
  const path = `/api/link-address/${encodeURIComponent(contact_id)}/${encodeURIComponent(link_id)}`
  const response = await fetch(path, { cache: 'no-store' })
  return response.ok ? ((await response.json()) as { address: string }).address : null
}

/** Where a pass leads, to hand it on; null while nobody knows it. */
export async function getPassAddress(pass_id: string): Promise<string | null> {
  const path = `/api/pass-address/${encodeURIComponent(pass_id)}`
  const response = await fetch(path, { cache: 'no-store' })
  return response.ok ? ((await response.json()) as { address: string }).address : null
}

/** The own agency's tasks that are over, of the last 30 days. */
export async function getEndedTasks(): Promise<readonly EndedTask[]> {
  return (await read<{ tasks: readonly EndedTask[] }>('/api/ended-tasks')).tasks
}

/** Where a running poster is; null when none runs. */
export async function getPosterAddress(
  person_id: string,
): Promise<{ address: string; path: string } | null> {
  const path = `/api/poster-address/${encodeURIComponent(person_id)}`
  const response = await fetch(path, { cache: 'no-store' })
  return response.ok ? ((await response.json()) as { address: string; path: string }) : null
}

/** What the boards know now for a situation report. */
export async function getSituationDraft(incident_id: string): Promise<SituationDraft> {
  const path = `/api/situation-draft/${encodeURIComponent(incident_id)}?lang=${settings.language}`
  return read<SituationDraft>(path)
}

/** An approved situation report as text for a chat group. */
export async function getSituationText(incident_id: string, number: string): Promise<string> {
  const named = `${encodeURIComponent(incident_id)}/${encodeURIComponent(number)}`
  const path = `/api/situation-text/${named}?lang=${settings.language}`
  return (await read<{ text: string }>(path)).text
}

/** A whole conversation; its card is as it was last, with every line. Null: there is none. */
export async function getConversation(contact_id: string): Promise<QueueCard | null> {
  const response = await fetch(`/api/conversations/${encodeURIComponent(contact_id)}`, {
    cache: 'no-store',
  })
  if (response.status === 404) return null
  if (!response.ok) throw new Error(`conversations: ${response.status}`)
  return ((await response.json()) as { card: QueueCard }).card
}

/** A citizen's file as it came, handed out to be looked at elsewhere; that is written down. */
export function originalAddress(contact_id: string, stored: string): string {
  return `/api/contacts/${encodeURIComponent(contact_id)}/originals/${encodeURIComponent(stored)}`
}

function recordings(contact_id: string): string {
  return `/api/phone/recordings/${encodeURIComponent(contact_id)}`
}

/** The guide cards of this version of the place: the browser keeps them as long as it stands. */
export async function getGuideBook(version: string): Promise<GuideBook> {
  const response = await fetch(`/api/guide-cards?v=${encodeURIComponent(version)}`)
  if (!response.ok) throw new Error(`guide-cards: ${response.status}`)
  return (await response.json()) as GuideBook
}

/** The doctor's signature: asks for the password again. */
export async function signCards(body: Readonly<Record<string, unknown>>): Promise<Answer> {
  const response = await send('POST', '/api/guide-cards/sign', { command_id: uuid7(), ...body })
  if (!response) return unreachable()
  if (!response.ok) return denied(response)
  return { ok: true, ...((await response.json()) as object) } as Answer
}

/** One board as it is now, for pages that need no stream: its cards by key. */
export async function getBoard<Card>(
  board: string,
  query: Readonly<Record<string, string>> = {},
): Promise<Record<string, Card>> {
  const search = new URLSearchParams(query).toString()
  const path = `/api/boards/${board}${search ? `?${search}` : ''}`
  return (await read<{ cards: Record<string, Card> }>(path)).cards
}

/** Who could go to an incident, and what is known of the way; null when nobody answers. */
export async function getProposal(incident_id: string): Promise<ProposalGiven | null> {
  try {
    const path = `/api/incidents/${encodeURIComponent(incident_id)}/proposal`
    const response = await fetch(path, { cache: 'no-store' })
    return response.ok ? ((await response.json()) as ProposalGiven) : null
  } catch {
    return null
  }
}

/** The statistics of the days from `from` to `to`, both included (2026-11-22), and when counted. */
export async function getStatistics(from: string, to: string): Promise<Statistics> {
  return read<Statistics>(`/api/boards/statistics?${new URLSearchParams({ from, to })}`)
}

/** A new key for an agency's machine; nobody can read it again. null: none was made. */
export async function issueMachineKey(agency: string, name: string): Promise<string | null> {
  const response = await send('POST', '/api/machine-keys', { command_id: uuid7(), agency, name })
  return response?.ok ? ((await response.json()) as { key: string }).key : null
}
