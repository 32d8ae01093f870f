import { catalogue } from '../../../messages/catalogue.ts'
import { lamps as id } from '../../../messages/id/lamps.ts'
import type { Timed } from '../../../live.svelte.ts'
import type { LampSignal } from '../../../wire.ts'

const NAMES = ['telephone', 'trunk', 'recording', 'early_media', 'prompts', 'whatsapp', 'telegram', 'sms', 'modem', 'alerts'] as const
export type LampName = (typeof NAMES)[number]

export interface Lamp {
  readonly name: LampName
  readonly value: LampSignal
}

const say = catalogue(id, () => import('../../../messages/en/lamps.ts').then((en) => en.lamps))

/** Why a lamp is as it is; "" for a key this console does not know. */
export function lampWords(key: string | null | undefined): string {
  return key && key in id ? say(key as keyof typeof id) : ''
}

/** The lamps the server has told of, in the order of how much hangs on them. */
export function lamps(heard: ReadonlyMap<string, Timed<LampSignal>>): Lamp[] {
  return NAMES.flatMap((name) => {
    const lamp = heard.get(name)
    return lamp ? [{ name, value: lamp.value }] : []
  })
}
