import type { volunteer as id } from '../id/volunteer.ts'

export const volunteer: Record<keyof typeof id, string> = {
  title: 'Joined as a volunteer',
  rules: 'Safety first. Follow the crews on scene. The 112 room reads your photos and notes at once.',
  over: 'This incident is over, or the link was closed. Thank you.',
  panic: 'A crew on scene calls for help. Move away and wait for word.',
}
