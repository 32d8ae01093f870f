// One task as text for a chat group, with a link that opens it without an account.
import { command, getPassAddress } from '../../api.ts'
import { live } from '../../live.svelte.ts'
import { say } from '../../messages/words.ts'
import { place } from '../../session.svelte.ts'
import type { PassCard, ReferralCard } from '../../wire.ts'
import { groupText } from './group_text.ts'
import { t } from './words.ts'

const TRIES = 20
const AGAIN_MS = 100

/** The living link of a task that was given out last. */
export function passOf(referral_id: string): PassCard | undefined {
  return [...live.board('passes').values()]
    .filter((card) => card.referral_id === referral_id)
    .sort((one, other) => (one.issued_at < other.issued_at ? -1 : 1))
    .at(-1)
}

/** Null when this room has no address for people outside, or the task is over. */
export async function linkOf(referral_id: string): Promise<string | null> {
  let pass_id = passOf(referral_id)?.pass_id
  if (!pass_id) {
    const made = await command('passes', 'issue-pass', { kind: 'agency_task', referral_id })
    if (!made.ok || !made.id) return null
    pass_id = made.id
  }
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const address = await getPassAddress(pass_id)
    if (address) return address
    await new Promise((done) => setTimeout(done, AGAIN_MS)) // the board is about to know it
  }
  return null
}

/** What both the task's text and the incident's say of a happening. */
export function happening(it: {
  readonly incident_type: string
  readonly priority: string
  readonly location?: ReferralCard['location']
}) {
  const { raw } = place()
  const type = place().type(it.incident_type)
  const area = place().area(it.location?.area)
  return {
    drill: raw.drill,
    city: say(raw.name, ''),
    room: raw.emergency_number ?? '112',
    zone: raw.zone,
    zone_name: raw.zone_name,
    priority: it.priority,
    type: type?.name.id ?? it.incident_type,
    area: area ? `${area.name}, ${area.district}` : '',
    hushed: Boolean(type?.safety && type.safety !== 'safe'),
    point: it.location?.point ?? null,
    accuracy_m: it.location?.accuracy_m ?? null,
  }
}

export function taskText(task: ReferralCard, link: string): string {
  const accepted = Boolean(task.accepted_at)
  const at = accepted ? (task.promised_at ?? task.done_by_at) : task.accept_by_at
  return groupText({
    ...happening(task),
    number: task.incident_number,
    task: task.number,
    since: task.sent_at,
    due: at ? { at, accepted } : null,
    link,
  })
}

/** → what to tell the person. */
export async function copyTask(task: ReferralCard): Promise<string> {
  const link = await linkOf(task.referral_id)
  if (!link) return t('share.failed')
  const text = taskText(task, link)
  try {
    await navigator.clipboard.writeText(text)
    return t('share.copied')
  } catch {
    return t('share.by_hand', { text })
  }
}

/** Opens WhatsApp with the text; the person chooses the group. */
export async function sendTask(task: ReferralCard): Promise<string> {
  const link = await linkOf(task.referral_id)
  if (!link) return t('share.failed')
  const text = encodeURIComponent(taskText(task, link))
  window.open(`https://wa.me/?text=${text}`, '_blank', 'noopener')
  return ''
}
