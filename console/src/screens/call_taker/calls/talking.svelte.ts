// The conversation of this desk: what the page's telephone says of it beside what the boards say.
import { Act } from '../../../acts.svelte.ts'
import { live } from '../../../live.svelte.ts'
import { here } from '../../../session.svelte.ts'
import { toasts } from '../../../toasts.svelte.ts'
import type { CallCard } from '../../../wire.ts'
import type { Done, Other } from '../telephone.ts'
import { telephone } from '../telephone.svelte.ts'
import { room } from '../room.svelte.ts'
import { calls } from './calls.svelte.ts'
import { troubleWords } from './trouble.ts'
import { t } from './words.ts'
import { opensYesNo } from './yes_no.ts'

export interface Talk {
  readonly contact_id: string
  readonly since_ms: number
  readonly held: boolean
  readonly muted: boolean
  readonly calling: boolean
  readonly listening: boolean // in a colleague's conversation, unheard
  readonly here: boolean // this page holds it; false: only the boards say so
  readonly caller_gone: boolean
  readonly others: readonly Other[] // asked in, or asking to come in
  readonly card: CallCard | null // none for a call we dialled
}

class Talking {
  readonly act = new Act()
  #yes_no = $state.raw<{ contact_id: string; open: boolean } | null>(null)
  connecting = $state(false) // the dialog of three-way and transfer

  now = $derived.by((): Talk | null => {
    const own = telephone.now.call
    if (own) {
      const card = calls.mine?.contact_id === own.contact_id ? calls.mine : null
      const theirs = live.board('calls').get(own.contact_id)
      const listening = theirs !== undefined && !card && !theirs.parties.some(isMe)
      return { ...own, listening, here: true, card }
    }
    const card = calls.mine
    if (!card) return null
    const since_ms = Date.parse(card.answered_at ?? card.since_at)
    const held = card.state === 'held'
    const { contact_id } = card
    const alone = { caller_gone: false, others: [] }
    const rest = { ...alone, muted: false, calling: false, listening: false, here: false }
    return { contact_id, since_ms, held, card, ...rest }
  })

  /** Whether F2 is the telephone's just now. */
  get answers(): boolean {
    return telephone.now.ring !== null || Boolean(this.now?.here && this.now.held)
  }

  /** F2: picks up, or goes on with who is held; false when the telephone has nothing to answer. */
  answer(): boolean {
    if (telephone.now.ring) void answerRing()
    else if (this.now?.here && this.now.held) void this.hold(false)
    else return false
    return true
  }

  async hold(held: boolean): Promise<void> {
    const talk = this.now
    if (!talk?.here || talk.calling || talk.listening) return
    if (!tell(await telephone.now.hold(held)) || !talk.card) return
    await this.#command('hold-call', { contact_id: talk.contact_id, held })
  }

  mute(): void {
    if (this.now?.here) telephone.now.mute(!this.now.muted)
  }

  async hangUp(): Promise<void> {
    if (telephone.now.call) tell(await telephone.now.hangUp())
  }

  async playQuestion(): Promise<void> {
    const talk = this.now
    if (talk?.card) await this.#command('play-prompt', { contact_id: talk.contact_id })
  }

  /** `Y`: opens or closes yes/no mode of the conversation. */
  askYesNo(): void {
    const card = this.now?.card
    if (!card) return
    room.show('contact', card.contact_id)
    this.yesNo(card, !this.isYesNo(card))
  }

  /** A digit or a played question opens it by itself, until somebody closes it. */
  isYesNo(card: CallCard): boolean {
    const said = this.#yes_no?.contact_id === card.contact_id ? this.#yes_no.open : null
    return said ?? opensYesNo(card)
  }

  yesNo(card: CallCard, open: boolean): void {
    this.#yes_no = { contact_id: card.contact_id, open }
  }

  async #command(name: string, body: Readonly<Record<string, unknown>>): Promise<void> {
    await this.act.run('lines', name, body)
    if (this.act.message) toasts.notice(this.act.message, 'bad')
  }
}

function isMe(party: CallCard['parties'][number]): boolean {
  return party.account_id === here.session?.account_id
}

export const talking = new Talking()

/** Picks up, and opens the caller's form beside. What is being typed elsewhere stays a draft. */
export async function answerRing(): Promise<void> {
  const contact_id = telephone.now.ring?.contact_id ?? calls.ringing?.contact_id
  if (!tell(await telephone.now.answer()) || !contact_id) return
  room.show('contact', contact_id)
}

/** Says why the telephone did not do it; true when it did. */
export function tell(done: Done): boolean {
  if (!done.ok) toasts.notice(troubleWords(done.why), 'bad')
  return done.ok
}

export function talkWords(talk: Talk): string {
  if (talk.calling) return t('call.calling')
  if (talk.listening) return t('supervisor.listening')
  if (talk.held && talk.others.length) return t('three.private')
  return t(talk.held ? 'call.held' : 'call.talk_with')
}
