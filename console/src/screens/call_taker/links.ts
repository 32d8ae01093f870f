// What a contact's links are, in words; and where one leads, to pass it on by another way.
import { getLinkAddress } from '../../api.ts'
import { timeOfDay } from '../../format.ts'
import { catalogue } from '../../messages/catalogue.ts'
import { links as id } from '../../messages/id/links.ts'
import { wordOr } from '../../messages/words.ts'
import type { LinkKind, LinkLine } from '../../wire.ts'

export const t = catalogue(id, () => import('../../messages/en/links.ts').then((en) => en.links))

/** The newest link of this kind: the living one, else the last that ended. */
export function newest(lines: readonly LinkLine[], kind: LinkKind): LinkLine | null {
  const own = lines.filter((line) => line.kind === kind)
  return own.find((line) => !line.ended_at) ?? own.at(-1) ?? null
}

/** "terkirim 12:01 lewat SMS · dibuka 12:03 · 3 posisi", as far as it has come. */
export function stateWords(line: LinkLine, zone: string): string[] {
  const time = (at: string) => timeOfDay(at, zone)
  const words = [sending(line, time)]
  if (line.ended_at) {
    if (line.why === 'unsafe') words.push(t('ended_unsafe'))
    else words.push(t(line.why === 'expired' ? 'expired' : 'closed', { time: time(line.ended_at) }))
    return words
  }
  words.push(line.opened_at ? t('opened', { time: time(line.opened_at) }) : t('not_opened'))
  if (line.kind === 'location') {
    words.push(line.fixes ? t('fixes', { count: line.fixes }) : t('no_fix'))
    words.push(t('until', { time: time(line.expires_at) }))
  }
  if (line.handled != null) words.push(t(line.handled ? 'handled_yes' : 'handled_no'))
  if (line.asked_at) words.push(t('asked', { time: time(line.asked_at) }))
  return words
}

function sending(line: LinkLine, time: (at: string) => string): string {
  if (!line.channel || !line.sent_at) return t('shown')
  const status = wordOr(`reply.${line.status}`, line.status)
  const by = t('by', { channel: wordOr(`channel.${line.channel}`, line.channel) })
  return [status, time(line.sent_at), by, reason(line.error)].filter(Boolean).join(' ')
}

/** Why it did not leave, where a person can do something about it. */
function reason(error: string): string {
  if (error === 'no_public_url' || error === 'no_sender') return `(${t(error)})`
  return ''
}

/** Copies the link's address; → what to tell the person. */
export async function copyAddress(contact_id: string, link_id: string): Promise<string> {
  const address = await getLinkAddress(contact_id, link_id)
  if (!address) return t('expired', { time: '' })
  try {
    await navigator.clipboard.writeText(address)
    return t('copied')
  } catch {
    return t('not_copied', { address })
  }
}
