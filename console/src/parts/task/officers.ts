// Who stands behind a step of an escalation: by name and number, for those who may see them.
import { live } from '../../live.svelte.ts'

export interface Officer {
  readonly id: string
  readonly name: string
  readonly number: string // empty: only an address that nobody can dial
}

export function officers(agency: string, step: number): readonly Officer[] {
  const holders = [`duty:${agency}:${step}`, ...(step === 3 ? ['role:head'] : [])]
  return [...live.board('alert-devices').values()]
    .filter((card) => card.holders.some((one) => holders.includes(one)) && !card.account_id)
    .map((card) => {
      const number = card.number && !card.number.includes('@') ? card.number : ''
      return { id: card.device_id, name: card.label ?? '', number }
    })
    .filter((one) => one.name || one.number)
}
