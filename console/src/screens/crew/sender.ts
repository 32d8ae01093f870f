// Sends what waits. The page does it while somebody looks at it, the service worker while nobody does:
// by the same rules, one of them at a time, and each act on the disk before it leaves.
import { commandOnce, uploadMedia } from '../../request.ts'
import type { Answer, Denied } from '../../wire.ts'
import {
  bodyToSend, comesBack, isOwed, nextToSend, nextToStore, withTried,
  type Clocks, type Lane, type QueuedAct,
} from './queue.ts'

export const TAG = 'siaga.acts' // of locks, of what pages tell each other, and of background sync

/** What became of an act, told to the other pages of this browser; without an id: look anew. */
export interface Told {
  readonly id?: string
  readonly position?: number
}

export interface Kept {
  /** What waits of the person who is signed in. */
  acts(): readonly QueuedAct[] | Promise<readonly QueuedAct[]>
  /** Null: it was taken back meanwhile. */
  turn(act: QueuedAct, turn: (act: QueuedAct) => QueuedAct): Promise<QueuedAct | null>
  recorded(act: QueuedAct, position: number): Promise<void>
  clocks(): Clocks
  /** Refused without a reason: is the one who signed in still the same? */
  doubt(): void
}

/**
 * Sends what waits in these lanes. False: the server was not reached. Null: another page or the worker
 * is at it; `waits` for its turn instead.
 */
export function sendLanes(lanes: readonly Lane[], kept: Kept, waits = false): Promise<boolean | null> {
  return alone(`${TAG}.${lanes[0]}`, waits, async () => {
    for (;;) {
      const act = nextToSend(await kept.acts(), Date.now(), lanes)
      if (!act) return true
      if (!(await sendOne(act, kept))) return false
    }
  })
}

/**
 * Files go up beside what is said. False: the server was not reached, or `stop` said so. Without a
 * lock: a file that goes up twice is one file there, and an upload that hangs holds up no other page.
 */
export async function sendFiles(kept: Kept, stop?: AbortSignal): Promise<boolean> {
  for (;;) {
    const act = nextToStore(await kept.acts(), Date.now())
    if (!act) return true
    if (!(await storeOne(act, kept, stop))) return false
  }
}

async function alone<Got>(name: string, waits: boolean, work: () => Promise<Got>): Promise<Got | null> {
  if (!navigator.locks) return work() // what is sent twice is taken once, by its id
  return navigator.locks.request(name, { ifAvailable: !waits }, (lock) => (lock ? work() : null))
}

async function storeOne(act: QueuedAct, kept: Kept, stop?: AbortSignal): Promise<boolean> {
  const file = act.files.find(isOwed)
  if (!file) return true
  const stored = await uploadMedia(file.blob, stop)
  if (!('stored' in stored)) return judge(act, stored, kept)
  await kept.turn(act, (one) => {
    const owed = one.files.findIndex(isOwed)
    return { ...one, files: one.files.map((held, n) => (n === owed ? { ...held, ...stored } : held)) }
  })
  return true
}

async function sendOne(first: QueuedAct, kept: Kept): Promise<boolean> {
  // Written down before it leaves: after a crash in between, the same words are asked about again.
  const body = bodyToSend(first, kept.clocks())
  const act = await kept.turn(first, (one) => withTried(one, body))
  if (!act) return true
  let answer = await commandOnce(act.desk, act.name, body)
  if (!answer.ok && answer.field === 'command_id') answer = await askAgain(act, answer)
  return judge(act, answer, kept)
}

/** An earlier try has arrived: its own words, said once more, get the answer it got. */
async function askAgain(act: QueuedAct, altered: Denied): Promise<Answer> {
  for (const body of act.tried.slice(0, -1).toReversed()) {
    const answer = await commandOnce(act.desk, act.name, body)
    if (answer.ok || answer.field !== 'command_id') return answer
  }
  return altered
}

/** True when the server has answered, whatever it said. */
async function judge(act: QueuedAct, answer: Answer, kept: Kept): Promise<boolean> {
  if (answer.ok) {
    await kept.recorded(act, answer.position)
    return true
  }
  if (comesBack(answer.status)) return false
  if (answer.status === 403 && !answer.refusal && act.tried.length < 3) {
    kept.doubt()
    return false
  }
  await kept.turn(act, (one) => ({ ...one, refused: answer }))
  return true
}
