import type { hospital as id } from '../id/hospital.ts'

export const hospital: Record<keyof typeof id, string> = {
  'title': 'Hospital',
  'notice': 'Incoming patients are not open in this release.',
  'what': 'The list of patients on their way, their time of arrival and the bed board open in a later release. Until then the 112 room calls the emergency department before an ambulance arrives.',
  'phone': 'The number of your emergency department the 112 room holds: {phone}',
  'no_phone': 'The 112 room holds no number of your emergency department. Tell it through {number}.',
  'call': 'Call {number}',
  'none': 'This account belongs to no hospital yet. Ask the administrator.',
}
