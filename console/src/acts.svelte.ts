// A command on its way: sending, sent, written, or refused where it was made.
import { command } from './request.ts'
import { live } from './live.svelte.ts'
import { refusalSentence, t, wordOr } from './messages/words.ts'
import type { Accepted, Denied } from './wire.ts'

const WRITTEN_SHOWN_MS = 4_000
// What stands in the way is named by id; the screen shows those things already.
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-/
const LEGAL_AREAS = ['stage', 'referral', 'via', 'kind', 'safety'] as const

/** One place on a screen that acts. Show it with `parts/ActStatus.svelte`. */
export class Act {
  phase = $state<'idle' | 'sending' | 'sent' | 'written' | 'denied'>('idle')
  denied = $state.raw<Denied | null>(null)

  get busy(): boolean {
    return this.phase === 'sending'
  }

  /** The desk's answer, or null when it was refused (then `message` says why). */
  async run(
    desk: string,
    name: string,
    body: Readonly<Record<string, unknown>>,
  ): Promise<Accepted | null> {
    if (this.busy) return null
    this.phase = 'sending'
    this.denied = null
    const answer = await command(desk, name, body)
    if (!answer.ok) {
      this.phase = 'denied'
      this.denied = answer
      return null
    }
    this.phase = 'sent'
    void this.#follow(answer.position)
    return answer
  }

  get message(): string {
    return this.denied ? sentence(this.denied) : ''
  }

  clear(): void {
    if (this.busy) return
    this.phase = 'idle'
    this.denied = null
  }

  async #follow(position: number): Promise<void> {
    if (!(await live.written(position)) || this.phase !== 'sent') return
    this.phase = 'written'
    setTimeout(() => {
      if (this.phase === 'written') this.phase = 'idle'
    }, WRITTEN_SHOWN_MS)
  }
}

/** What a refusal says of the world, and what can be done instead. */
export function sentence(denied: Denied): string {
  if (denied.status === 0) return t('act.unreachable')
  const known = denied.refusal ? refusalSentence(denied.refusal) : undefined
  const plain = denied.status === 403 ? t('act.forbidden') : ''
  const field = denied.field ? `${denied.field}: ` : ''
  const said = known ?? (`${field}${denied.message}` || plain)
  const whole = said || t('act.failed', { status: denied.status })
  const names = (denied.legal ?? []).filter((name) => !ID.test(name))
  if (!names.length) return whole
  const legal = names.map((name) => {
    const area = LEGAL_AREAS.find((prefix) => wordOr(`${prefix}.${name}`, ''))
    return area ? wordOr(`${area}.${name}`, name) : name
  })
  return `${whole} ${t('act.legal', { legal: legal.join(', ') })}`
}
