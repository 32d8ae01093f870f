// Whom a message of a plan is for, as people say it and as alerts name it.
import { say, word } from '../messages/words.ts'
import { place } from '../session.svelte.ts'
import type { PlanMessage, Role } from '../wire.ts'
import { t } from './words.ts'

type Recipient = Omit<PlanMessage, 'message'>

/** Whose devices are meant. */
export function holderOf(one: Recipient): string {
  if (one.agency) return one.step ? `duty:${one.agency}:${one.step}` : `agency:${one.agency}`
  return one.group ? `group:${one.group}` : `role:${one.to ?? ''}`
}

export function recipient(one: Recipient): string {
  if (one.group) return say(place().raw.chat_groups?.find(({ id }) => id === one.group)?.name, one.group)
  if (!one.agency) return word(`role.${one.to ?? 'head'}`)
  const agency = place().agency(one.agency)?.short ?? one.agency
  return one.step ? t(`numbers.step_${one.step as 1 | 2}`, { agency }) : t('numbers.desk', { agency })
}

/** The other way round: who is meant by an alert's audience. */
export function holderName(holder: string): string {
  const [kind, id = '', step = '0'] = holder.split(':')
  if (kind === 'group') return recipient({ group: id, step: 0 })
  return recipient(kind === 'role' ? { to: id as Role, step: 0 } : { agency: id, step: Number(step) })
}
