// Conversations whose page is dead: caller and whom it had asked in go on without a taker.
import { live } from '../../live.svelte.ts'
import { calledIn } from '../../screens/call_taker/calls/callee.ts'
import { t } from '../../screens/call_taker/calls/words.ts'
import type { CallCard } from '../../wire.ts'
import type { Ring } from '../model.ts'

export function talksAlone(): Ring[] {
  return [...live.board('calls').values()].flatMap((card) =>
    card.alone_at ? [ofTalk(card, card.alone_at)] : [],
  )
}

function ofTalk(card: CallCard, since_at: string): Ring {
  const name = calledIn(card)
  return {
    id: `alone/${card.contact_id}`,
    key: `alone/${card.contact_id}/${since_at}`,
    cause: 'alone',
    tone: 'overdue',
    urgency: 1,
    words: t('three.without_us', { name }),
    detail: t('three.without_us_why', { name }),
    since_at,
    acts: [],
    opens: ['call_taker', 'contact', card.contact_id],
    hushable: true,
  }
}
