import type { Language } from '../wire.ts'

interface Forms {
  readonly months: readonly string[]
  readonly weekdays: readonly string[]
  readonly second: string
  readonly hour: string
  readonly minute: string
  readonly day: string
  readonly thousands: string
  readonly decimal: string
}

export const FORMS: Readonly<Record<Language, Forms>> = {
  id: {
    months: ['Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agu', 'Sep', 'Okt', 'Nov', 'Des'],
    weekdays: ['Min', 'Sen', 'Sel', 'Rab', 'Kam', 'Jum', 'Sab'],
    second: 'dtk',
    hour: 'j',
    minute: 'm',
    day: 'hari',
    thousands: '.',
    decimal: ',',
  },
  en: {
    months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
    weekdays: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
    second: 's',
    hour: 'h',
    minute: 'm',
    day: 'd',
    thousands: ',',
    decimal: '.',
  },
}
