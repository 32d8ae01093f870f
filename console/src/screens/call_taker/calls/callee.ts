// Whom a taker calls, and how they are called on the screen.
import { say } from '../../../messages/words.ts'
import { place } from '../../../session.svelte.ts'
import type { CallCard, CalleeKind } from '../../../wire.ts'
import { neighbourName } from '../handover/neighbours.ts'
import { t } from './words.ts'

export interface Callee {
  readonly to: CalleeKind
  readonly id: string // in the place's data; of a person the post they hold, or ""
  readonly number: string
  readonly incident?: string | undefined
}

/** Whom the taker called into a conversation. */
export function calledIn({ parties }: CallCard): string {
  return parties.flatMap((one) => (one.to ? [calleeName(one.to, one.callee)] : [])).join(', ')
}

export function calleeName(to: CalleeKind, id: string): string {
  const { raw } = place()
  switch (to) {
    case 'agency':
      return place().agency(id)?.short ?? id
    case 'hospital':
      return place().hospital(id)?.name ?? id
    case 'neighbour':
      return neighbourName(id)
    case 'partner':
      return raw.partners.find((one) => one.id === id)?.name ?? id
    case 'person': {
      const post = raw.posts.find((one) => one.id === id)
      return post ? say(post.name) : t('callee.person')
    }
  }
}
