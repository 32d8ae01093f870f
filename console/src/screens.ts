// Which screens there are, who sees them and which boards they watch. A screen is the file
// `screens/<name>/Screen.svelte`, loaded when it is opened; one that is not there is not offered.
import type { Component } from 'svelte'
import type { shell } from './messages/id/shell.ts'
import type { BoardName, Role } from './wire.ts'

export interface Screen {
  readonly name: string
  readonly title: keyof typeof shell
  readonly roles: readonly Role[] | 'everybody'
  readonly boards: readonly BoardName[]
  readonly load: () => Promise<{ default: Component }>
}

const ROOM: readonly Role[] = ['call_taker', 'shift_lead', 'trainee', 'dispatcher', 'supervisor']
const TELEPHONE: readonly BoardName[] = [
  'calls',
  'takers',
  'call-backs',
  'announcements',
  'restrictions',
  'service-level',
]

const PLANNED: readonly Omit<Screen, 'load'>[] = [
  {
    name: 'call_taker',
    title: 'nav.room',
    roles: ROOM,
    boards: [
      'queue',
      'links',
      'alerts',
      'alert-devices',
      'suggestions',
      'open-incidents',
      'units',
      'fleets',
      'liaisons',
      'referrals',
      'passes',
      'guides',
      'guide-cards',
      'victims',
      'patients',
      'hospitals',
      'field',
      'crews',
      'passes',
      'handovers',
      'offers',
      'border-notes',
      'plans',
      'command',
      'persons',
      'long-cases',
      'shelters',
      'water',
      'situation',
      'accounts',
      ...TELEPHONE,
    ],
  },
  {
    name: 'supervisor',
    title: 'nav.supervisor',
    roles: ['supervisor', 'shift_lead'],
    boards: [
      'queue',
      'open-incidents',
      'fleets',
      'accounts',
      'message-costs',
      'alerts',
      'alert-ways',
      'alert-devices',
      ...TELEPHONE,
    ],
  },
  {
    name: 'crew',
    title: 'nav.crew',
    roles: ['field_crew'],
    boards: [
      'open-incidents', 'units', 'field', 'crews', 'command', 'patients', 'hospitals', 'alerts',
    ],
  },
  { name: 'volunteer', title: 'nav.volunteer', roles: ['volunteer'], boards: ['field'] },
  {
    name: 'agency',
    title: 'nav.agency',
    roles: ['agency_desk'],
    boards: ['referrals', 'open-incidents', 'units', 'passes', 'alerts', 'alert-devices'],
  },
  {
    name: 'hospital',
    title: 'nav.hospital',
    roles: ['hospital_desk'],
    boards: ['patients', 'hospitals', 'passes', 'alerts'],
  },
  {
    name: 'statistics',
    title: 'nav.statistics',
    roles: ['head', 'auditor', 'supervisor'],
    boards: [],
  },
  {
    name: 'doctor',
    title: 'nav.doctor',
    roles: ['duty_doctor'],
    boards: [
      'open-incidents', 'patients', 'hospitals', 'victims', 'units', 'field', 'passes', 'accounts', 'alerts',
    ],
  },
  {
    name: 'hospitals',
    title: 'nav.hospital',
    roles: [...ROOM, 'head', 'duty_doctor', 'auditor'],
    boards: ['hospitals', 'passes'],
  },
  {
    name: 'guide_cards',
    title: 'nav.guide_cards',
    roles: ['duty_doctor', 'head', 'supervisor', 'auditor'],
    boards: ['guide-cards', 'accounts'],
  },
  {
    name: 'services',
    title: 'nav.services',
    roles: [...ROOM, 'head', 'auditor'],
    boards: ['referrals', 'open-incidents', 'passes', 'accounts'],
  },
  {
    name: 'long_cases',
    title: 'nav.long_cases',
    roles: [...ROOM, 'head', 'auditor'],
    boards: [
      'long-cases', 'persons', 'shelters', 'water', 'situation', 'open-incidents', 'premises', 'accounts',
    ],
  },
  { name: 'account', title: 'nav.account', roles: 'everybody', boards: ['accounts', 'alert-devices'] },
  {
    name: 'systems',
    title: 'nav.systems',
    roles: ['supervisor', 'shift_lead', 'administrator'],
    boards: ['systems', 'machine-keys'],
  },
  {
    name: 'command',
    title: 'nav.command',
    roles: [...ROOM, 'head'],
    boards: ['command', 'open-incidents', 'units', 'victims', 'referrals', 'accounts'],
  },
  {
    name: 'plans',
    title: 'nav.plans',
    roles: ['head', 'supervisor', 'administrator'],
    boards: ['plans', 'accounts'],
  },
]

const files = import.meta.glob<{ default: Component }>('./screens/*/Screen.svelte')

export const SCREENS: readonly Screen[] = PLANNED.flatMap((screen) => {
  const load = files[`./screens/${screen.name}/Screen.svelte`]
  return load ? [{ ...screen, load }] : []
})

/** The screens of these roles; the first is where sign-in leads. */
export function screensFor(roles: readonly Role[]): Screen[] {
  return SCREENS.filter(
    (screen) => screen.roles === 'everybody' || screen.roles.some((role) => roles.includes(role)),
  )
}
