import type { doctor as id } from '../id/doctor.ts'

export const doctor: Record<keyof typeof id, string> = {
  title: 'Duty doctor',
  what: 'Incidents with patients, or P1. What rings stands first: a department that has not answered, asks to divert, or keeps a patient waiting at its door.',
  list: 'Incidents',
  none: 'No patients now. Whoever the room or a crew writes down appears here.',
  patients: '{open} patients not handed over',
  no_patient: 'no patient written down',
  hush: 'Silence',
  sound: 'Turn sound on',
  hospitals: 'Board of hospitals',
  choose: 'Choose an incident in the list.',
  notes: 'Notes',
  no_notes: 'No notes yet.',
  advice: 'Advice for the crew and the room',
  advice_hint: 'The crews on it read this on their job card. What cannot wait: telephone the crew.',
  send: 'Send advice',
}
