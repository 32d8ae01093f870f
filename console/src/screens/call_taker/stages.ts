import type { Stage } from '../../wire.ts'

/** The clock chain in order (siaga/language/dispatch.py). */
export const STAGES: readonly Stage[] = [
  'assigned',
  'notified',
  'acknowledged',
  'en_route',
  'on_scene',
  'first_action',
  'transporting',
  'at_hospital',
  'handed_over',
  'clear',
]

/** What a person may still say of it; delivery is a machine's word. */
export function laterStages(stage: Stage): Stage[] {
  return STAGES.slice(STAGES.indexOf(stage) + 1).filter((one) => one !== 'notified')
}
