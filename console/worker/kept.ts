// What a crew said, sent by the service worker while nobody looks at the page: it was closed in a dead
// zone, or the screen is dark. The queue, its rules and its sending are the page's own.
import { uuid7 } from '../src/ids.ts'
import { keeping } from '../src/keeping.ts'
import { worker as en } from '../src/messages/en/worker.ts'
import { worker as id } from '../src/messages/id/worker.ts'
import { getServerTime, getSession } from '../src/request.ts'
import { heldFor_ms, nextToSend, TURNS, type QueuedAct, type What } from '../src/screens/crew/queue.ts'
import { sendFiles, sendLanes, TAG, type Kept, type Told } from '../src/screens/crew/sender.ts'
import type { Session } from '../src/wire.ts'

export { TAG }

/** What became of it: `refused` some of it, `signed_out` nobody may send it now, `cut` not reached. */
export type Became = 'sent' | 'refused' | 'signed_out' | 'cut'

interface Syncing {
  readonly sync?: { register(tag: string): Promise<void> }
}
type Taken = Pick<QueuedAct, 'what' | 'desk' | 'name' | 'body' | 'timing'>

const PAGE = uuid7()
const others = new BroadcastChannel(TAG)
const tell = (told: Told) => others.postMessage(told)
const lastHere = () =>
  keeping.get<{ session: Session; language?: 'id' | 'en' }>('here').catch(() => undefined)

export const words = {
  /** Whoever works outside with this browser; for others nothing is queued. */
  isCrew: async () => Boolean((await lastHere())?.session.roles.includes('field_crew')),
  of: async (became: Became) => {
    const said = (await lastHere())?.language === 'en' ? en : id
    return { title: said[`${became}.title`], body: said[`${became}.body`] }
  },
}

export async function sendKept(): Promise<Became> {
  const all = await keeping.acts<QueuedAct>()
  const before = all.filter((act) => act.refused !== null).length
  if (all.length === before) return 'sent'
  const session = await getSession().catch(() => undefined)
  const server_ms = session && (await getServerTime())
  if (session === null) return 'signed_out'
  if (!session || !server_ms) return 'cut'
  const kept = keptOf(session.account_id, server_ms - Date.now())
  for (;;) {
    for (const lanes of TURNS) if ((await sendLanes(lanes, kept, true)) === false) return 'cut'
    if (!(await sendFiles(kept))) return 'cut'
    const acts = await kept.acts()
    if (nextToSend(acts, Date.now())) continue
    const left_ms = heldFor_ms(acts, Date.now())
    if (left_ms === null) {
      const refused = (await keeping.acts<QueuedAct>()).filter((act) => act.refused !== null)
      return refused.length > before ? 'refused' : 'sent'
    }
    await new Promise((done) => setTimeout(done, left_ms + 50))
  }
}

function keptOf(account: string, off_ms: number): Kept {
  return {
    acts: async () => (await keeping.acts<QueuedAct>()).filter((act) => act.account === account),
    turn: async (act, turn) => (await keeping.turnAct(act.id, turn)) ?? null,
    recorded: async (act, position) => {
      await keeping.dropAct(act.id)
      tell({ id: act.id, position })
    },
    clocks: () => ({
      device_ms: Date.now(),
      tick_ms: performance.now(),
      page: PAGE,
      server_ms: Date.now() + off_ms,
    }),
    doubt: () => undefined,
  }
}

const TAKES: Readonly<Record<string, (subject: string) => Taken>> = {
  dispatch: (dispatch_id) => act('acknowledged', 'acknowledge', { dispatch_id }),
  stand_down: (dispatch_id) => act('stand_down', 'confirm-stand-down', { dispatch_id }),
  ready: (unit_id) => ({
    ...act('pre_alert', 'answer-pre-alert', { unit_id, ready: true }),
    timing: 'none',
  }),
}

function act(what: What, name: string, body: QueuedAct['body']): Taken {
  return { what, desk: 'dispatch', name, body: { ...body, via: 'device' }, timing: 'device' }
}

/** Pressed on the notification: an act of the queue like every other. */
export async function take({ about, subject }: { about: string; subject: string }): Promise<Became> {
  const said = TAKES[about]?.(subject)
  const account = (await lastHere())?.session.account_id
  if (!said || !account) return 'signed_out'
  const orders = (await keeping.acts<QueuedAct>()).map((one) => one.order)
  const device_ms = Date.now()
  const id = uuid7()
  const taken: QueuedAct = {
    ...said,
    id,
    account,
    subject,
    order: Math.max(0, ...orders) + 1,
    lane: 'step',
    at: new Date(device_ms).toISOString(),
    device_ms,
    tick_ms: performance.now(),
    page: PAGE,
    hold_until_ms: 0,
    files: [],
    released: false,
    tried: [],
    refused: null,
  }
  await keeping.putAct(taken)
  tell({})
  const became = await sendKept().catch(() => 'cut' as const)
  const left = (await keeping.acts<QueuedAct>()).find((one) => one.id === id)
  if (!left) return 'sent'
  if (left.refused !== null) return 'refused'
  const { sync } = (self as unknown as { registration: Syncing }).registration
  await sync?.register(TAG).catch(() => undefined) // else with the next push, or on the page
  return became === 'signed_out' ? became : 'cut'
}
