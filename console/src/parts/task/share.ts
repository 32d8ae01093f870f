// One task as text for a chat group, with a link that opens it without an account.
import { command, getPassAddress } from '../../api.ts'
import { dateOf, timeOfDay } from '../../format.ts'
import { live } from '../../live.svelte.ts'
import { say } from '../../messages/words.ts'
import { place } from '../../session.svelte.ts'
import type { PassCard, ReferralCard } from '../../wire.ts'
import { t } from './words.ts'

const MAP_LINK = 'https://maps.google.com/?q='
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

/**
 * Type, place, map, deadline and link. Never a name, a number or words of the reporter: a group
 * forwards everything.
 */
export function taskText(task: ReferralCard, link: string): string {
  const type = place().type(task.incident_type)
  const point = task.location?.point
  const area = place().area(task.location?.area)
  const named = area ? `${area.name}, ${area.district}` : ''
  const zone = place().raw.zone
  const due = task.accepted_at ? task.done_by_at : task.accept_by_at
  const at = due ? `${dateOf(due, zone, 'id')} ${timeOfDay(due, zone)} ${place().raw.zone_name}` : ''
  return [
    `*${task.priority} ${say(type?.name, task.incident_type)}* · ${task.number}`,
    [point?.address, named].filter(Boolean).join(' · '),
    point && `${MAP_LINK}${point.latitude},${point.longitude}`,
    at && t(task.accepted_at ? 'share.done_by' : 'share.accept', { time: at }),
    t('share.how'),
    link,
  ]
    .filter(Boolean)
    .join('\n')
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
