import type { ReferralState } from '../../../wire.ts'

export type Step =
  'accept' | 'decline' | 'start' | 'finish' | 'hand-back' | 'verify' | 'reopen' | 'take-back'

export const BY_AGENCY: Readonly<Partial<Record<ReferralState, readonly Step[]>>> = {
  sent: ['accept', 'start', 'finish', 'decline'],
  delivered: ['accept', 'start', 'finish', 'decline'],
  accepted: ['start', 'finish', 'hand-back'],
  in_progress: ['finish', 'hand-back'],
}
export const BY_ROOM: Readonly<Partial<Record<ReferralState, readonly Step[]>>> = {
  declined: ['take-back'],
  handed_back: ['take-back'],
  done: ['verify', 'reopen'],
}
export const TONES = {
  sent: 'wait',
  delivered: 'wait',
  accepted: 'busy',
  in_progress: 'busy',
  done: 'good',
  verified: 'good',
  declined: 'bad',
  handed_back: 'bad',
  taken_back: 'plain',
} as const
