// A pasted chat, taken apart by the server: what of it goes into the form of a passed-on message.
import { timeOfDay } from '../../format.ts'
import type { Instant } from '../../wire.ts'

export interface PastedPoint {
  readonly latitude: number
  readonly longitude: number
  readonly accuracy_m: number | null
  readonly words: string
  readonly area: string | null
  readonly in_country: boolean
}

export interface PastedMessage {
  readonly text: string
  readonly sender: string | null
  readonly number: string | null
  readonly sent_at: Instant | null
  readonly placeholder: string | null
  readonly points: readonly PastedPoint[]
  readonly numbers: readonly string[]
  readonly closed_links: readonly string[]
}

export interface ForwardedPaste {
  readonly form: string
  readonly left_out: number
  readonly messages: readonly PastedMessage[]
}

const CHOSEN_AT_FIRST = 10
const WORDS_MAX = 4_000

/** The newest ones: whoever pastes a whole chat means its end. */
export function firstChoice(messages: readonly PastedMessage[]): ReadonlySet<number> {
  const from = Math.max(0, messages.length - CHOSEN_AT_FIRST)
  return new Set(messages.slice(from).map((_, index) => from + index))
}

/** Fields of the form. `placeholder` words what stands where a photo was. */
export function fieldsOf(
  messages: readonly PastedMessage[],
  zone: string,
  placeholder: (kind: string) => string,
): Record<string, string> {
  const first = messages.find((message) => message.sent_at)?.sent_at
  return {
    words: wordsOf(messages, zone, placeholder),
    name: onlyOne(messages.map((message) => message.sender)),
    number: onlyOne(messages.map((message) => message.number)),
    time: first ? timeOfDay(first, zone) : '',
    sent_at: first ?? '',
  }
}

/** One message stands as it is; of several each line says when and who. */
function wordsOf(
  messages: readonly PastedMessage[],
  zone: string,
  placeholder: (kind: string) => string,
): string {
  const said = (message: PastedMessage) =>
    [message.placeholder && placeholder(message.placeholder), message.text]
      .filter(Boolean)
      .join(' ')
  const [only, ...others] = messages
  if (!only) return ''
  if (!others.length) return said(only).slice(0, WORDS_MAX)
  const lines = messages.map((message) => {
    const time = message.sent_at ? `[${timeOfDay(message.sent_at, zone)}] ` : ''
    const who = message.sender ?? message.number
    return `${time}${who ? `${who}: ` : ''}${said(message)}`
  })
  return lines.join('\n').slice(0, WORDS_MAX)
}

function onlyOne(values: readonly (string | null)[]): string {
  const known = new Set(values.filter((value) => value))
  const everybody = values.every((value) => value)
  return known.size === 1 && everybody ? ([...known][0] ?? '') : ''
}

/** The message's own instant while nobody has corrected its time of day; "" otherwise. */
export function occurredAt(time: string, sent_at: string, zone: string): Instant {
  return time && sent_at && timeOfDay(sent_at, zone) === time ? sent_at : ''
}
