// A conversation as a thread: its lines in order, by day, and what of it is new. Pure.
import type { MessageLine, QueueCard } from '../../../wire.ts'

export interface Day {
  readonly date: string // "2026-11-22" in the place's zone
  readonly lines: readonly MessageLine[]
}

/** The same line on the card and in the whole conversation. */
export function lineKey(line: MessageLine): string {
  return line.message_id ?? `#${line.position}`
}

/** Older lines and those of the card, each once; what the card says of a line is newer. */
export function merged(
  older: readonly MessageLine[],
  recent: readonly MessageLine[],
): readonly MessageLine[] {
  const lines = new Map(older.map((line) => [lineKey(line), line]))
  for (const line of recent) lines.set(lineKey(line), line)
  return [...lines.values()].sort(
    (one, other) => Date.parse(one.at) - Date.parse(other.at) || one.position - other.position,
  )
}

export function byDay(
  lines: readonly MessageLine[],
  dateOf: (line: MessageLine) => string,
): readonly Day[] {
  const days: { date: string; lines: MessageLine[] }[] = []
  for (const line of lines) {
    const date = dateOf(line)
    const last = days.at(-1)
    if (last?.date === date) last.lines.push(line)
    else days.push({ date, lines: [line] })
  }
  return days
}

/** Of the newest thing written on it: what comes later was not before anybody's eyes. */
export function newestPosition(lines: readonly MessageLine[]): number {
  return lines.reduce((newest, line) => Math.max(newest, line.position), 0)
}

/** Somebody of ours has to read it: no mark upon another message, and nothing taken back. */
export function isTheirs(line: MessageLine): boolean {
  return line.inbound && line.change !== 'reaction' && line.change !== 'revoked'
}

export function newestOfTheirs(lines: readonly MessageLine[]): MessageLine | undefined {
  return lines.filter(isTheirs).reduce<MessageLine | undefined>(
    (newest, line) => (newest && newest.position > line.position ? newest : line),
    undefined,
  )
}

/** Keys of what nobody has read: a late message may stand far above the newest one. */
export function unreadKeys(card: QueueCard): ReadonlySet<string> {
  const theirs = card.messages.filter(isTheirs).sort((one, other) => one.position - other.position)
  if (card.unread) return new Set(theirs.slice(-card.unread).map(lineKey))
  const seen = theirs.find((line) => line.message_id === card.seen_message)
  if (!seen) return new Set()
  return new Set(theirs.filter((line) => line.position > seen.position).map(lineKey))
}

/** The message another one answers: by its own id, one of ours also by its outbox row's. */
export function quoted(
  lines: readonly MessageLine[],
  about: string | null | undefined,
): MessageLine | undefined {
  if (!about) return undefined
  return lines.find((line) => line.message_id === about || line.outbox_id === about)
}

/** "1.234 kB" as a size people know: bytes by 1000. */
export function kilobytes(size_bytes: number): number {
  return Math.max(1, Math.round(size_bytes / 1000))
}

/** "0:07", "12:40" */
export function minutes(span_s: number): string {
  const whole_s = Math.max(0, Math.round(span_s))
  return `${Math.floor(whole_s / 60)}:${String(whole_s % 60).padStart(2, '0')}`
}
