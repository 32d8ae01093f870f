// Who else is writing to the same citizen: their drafts are signals of the room.
import { SvelteMap } from 'svelte/reactivity'
import { live } from '../../../live.svelte.ts'
import type { DraftSignal } from '../../../wire.ts'

export const STILL_MS = 20_000 // after the last key nobody is writing any more

/** One's own reply: kept on the server, seen as "is writing" by the others. */
export function replyDraft(contact_id: string, account: string): string {
  return `r:${short(contact_id)}:${short(account)}`
}

const heard = new SvelteMap<string, { by: string; at_ms: number }>()

live.onDraft((draft: string, fields: DraftSignal) => {
  if (!draft.startsWith('r:')) return
  const text = fields['text']
  if (text?.value) heard.set(draft, { by: text.by, at_ms: Date.parse(text.at) })
  else heard.delete(draft)
})

/** Account ids of those who wrote within the last moments, without me. */
export function writing(contact_id: string, me: string, now_ms: number): readonly string[] {
  const prefix = `r:${short(contact_id)}:`
  return [...heard.entries()]
    .filter(([draft, { by, at_ms }]) => draft.startsWith(prefix) && by !== me && now_ms - at_ms < STILL_MS)
    .map(([, { by }]) => by)
}

/** A draft's name is short; the end of an id is the part that no two share. */
function short(id: string): string {
  return id.replaceAll('-', '').slice(-24)
}
