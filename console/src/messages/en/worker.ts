import type { worker as id } from '../id/worker.ts'

/** Said by notifications of the service worker, while no page is open. */
export const worker: Record<keyof typeof id, string> = {
  'sent.title': 'Recorded',
  'sent.body': 'The room knows.',
  'refused.title': 'Not recorded',
  'refused.body': 'Something was refused. Open to read why.',
  'signed_out.title': 'Not sent: sign in again',
  'signed_out.body': 'Kept on this phone. Sign in again to send it.',
  'cut.title': 'Not sent: no signal',
  'cut.body': 'Kept on this phone, sent as soon as there is signal.',
}
