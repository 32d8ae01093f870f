// Ready replies and templates: their words with the holes filled. Pure.
import type { CannedReply, QueueCard, ReplyTemplate, Words } from '../../../wire.ts'

export type Tongue = NonNullable<QueueCard['language']>
export type Values = Readonly<Record<string, string>>

export const TONGUES: readonly Tongue[] = ['id', 'en', 'local']

export const TEMPLATE_MAX = 1024 // characters a provider takes in all

const HOLE = /\{(\w+)\}/g
const LEFT = /\[(\w+)\]/g

export function inTongue(words: Words, tongue: Tongue): string {
  return words[tongue] || words.id
}

/** The reply in a language; what the case does not hold stands in brackets, to be written. */
export function filled(reply: CannedReply, tongue: Tongue, values: Values): string {
  return inTongue(reply.text, tongue).replace(HOLE, (_, name: string) => values[name] || `[${name}]`)
}

/** What a text still lacks before it may leave. */
export function lacking(text: string, replies: readonly CannedReply[]): readonly string[] {
  const known = new Set(
    replies.flatMap((reply) => [...reply.text.id.matchAll(HOLE)].map((match) => match[1] ?? '')),
  )
  const left = [...text.matchAll(LEFT)].map((match) => match[1] ?? '')
  return [...new Set(left.filter((name) => known.has(name)))]
}

/** The template as the citizen will read it; an empty hole shows its number. */
export function preview(template: ReplyTemplate, values: readonly string[]): string {
  return template.body.replace(
    /\{\{(\d+)\}\}/g,
    (hole, number: string) => values[Number(number) - 1]?.trim() || hole,
  )
}

/** A provider refuses line breaks and long gaps inside a template's parts. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** Why a message did not arrive, by what can be done about it. */
export type Failure = 'window' | 'unreachable' | 'no_sender' | 'erased' | 'late' | 'other'

const UNREACHABLE = new Set([
  '131026', '131021', '131030', '131062', '130472', '131049', '131050',
])

export function failure(status: string, error: string): Failure {
  if (status === 'expired') return 'late'
  if (error === '131047') return 'window'
  if (error === 'no_sender' || error === 'erased') return error
  return UNREACHABLE.has(error) ? 'unreachable' : 'other'
}
