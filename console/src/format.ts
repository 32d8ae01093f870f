// Numbers, ages and dates as people of the room read them.
import { FORMS } from './messages/formats.ts'
import type { Instant, Language, Point } from './wire.ts'

const MINUTE_S = 60
const HOUR_S = 3600
const DAY_S = 86_400

/** "15 dtk", "03:20", "2 j 05 m", "3 hari". Below zero counts as zero. */
export function age(age_ms: number, language: Language): string {
  const forms = FORMS[language]
  const age_s = Math.max(0, Math.floor(age_ms / 1000))
  if (age_s < MINUTE_S) return `${age_s} ${forms.second}`
  if (age_s < HOUR_S) return `${two(age_s / MINUTE_S)}:${two(age_s % MINUTE_S)}`
  if (age_s < 2 * DAY_S) {
    const hours = Math.floor(age_s / HOUR_S)
    return `${hours} ${forms.hour} ${two((age_s % HOUR_S) / MINUTE_S)} ${forms.minute}`
  }
  return `${Math.floor(age_s / DAY_S)} ${forms.day}`
}

/** Time left until a deadline: "00:45", past it "−01:10". */
export function countdown(left_ms: number): string {
  const left_s = Math.abs(Math.trunc(left_ms / 1000))
  const hours = Math.floor(left_s / HOUR_S)
  const rest = `${two((left_s % HOUR_S) / MINUTE_S)}:${two(left_s % MINUTE_S)}`
  return `${left_ms < 0 ? '−' : ''}${hours ? `${hours}:` : ''}${rest}`
}

/** "04:12" in the place's zone. */
export function timeOfDay(at: Instant | number, zone: string, seconds = false): string {
  const part = parts(at, zone)
  return `${part.hour}:${part.minute}${seconds ? `:${part.second}` : ''}`
}

/** "22 Nov 2026" in the place's zone. */
export function dateOf(at: Instant | number, zone: string, language: Language): string {
  const part = parts(at, zone)
  return `${Number(part.day)} ${FORMS[language].months[Number(part.month) - 1]} ${part.year}`
}

/** "2026-11-22" in the place's zone: for date fields and queries. */
export function isoDate(at: Instant | number, zone: string): string {
  const part = parts(at, zone)
  return `${part.year}-${part.month}-${part.day}`
}

/** Today's "21:40" of the place as an instant; later than now it was yesterday's. */
export function instantOf(time: string, now_ms: number, zone: string): Instant {
  const at_ms = Date.parse(instantOn(isoDate(now_ms, zone), time, zone))
  return new Date(at_ms > now_ms + MINUTE_S * 1000 ? at_ms - DAY_S * 1000 : at_ms).toISOString()
}

/** "2026-11-22" and "21:40" of the place as an instant. */
export function instantOn(day: string, time: string, zone: string): Instant {
  const guess_ms = Date.parse(`${day}T${time}:00Z`)
  const shown_ms = Date.parse(`${isoDate(guess_ms, zone)}T${timeOfDay(guess_ms, zone)}:00Z`)
  return new Date(guess_ms - (shown_ms - guess_ms)).toISOString()
}

/** Reads "21:40", "2140", "21.40", "9:05" as "21:40" or "09:05"; null when it is no hour of the day. */
export function readTime(text: string): string | null {
  const match = /^\s*(\d{1,2})[:.\s]?(\d{2})\s*$/.exec(text)
  if (!match || Number(match[1]) > 23 || Number(match[2]) > 59) return null
  return `${match[1]?.padStart(2, '0')}:${match[2]}`
}

/** "1.234,5" */
export function number(value: number, language: Language, decimals = 0): string {
  const forms = FORMS[language]
  const [whole = '0', fraction] = Math.abs(value).toFixed(decimals).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, forms.thousands)
  return `${value < 0 ? '−' : ''}${grouped}${fraction ? forms.decimal + fraction : ''}`
}

export function percent(share: number, language: Language): string {
  return `${number(share * 100, language)}%`
}

/** "K-2026-000123" as people say it: "K-123". */
export function shortNumber(number: string): string {
  return number.replace(/^([A-Z]+)-\d+-0*/, '$1-')
}

export function coordinates(point: Point): string {
  return `${point.latitude.toFixed(5)}, ${point.longitude.toFixed(5)}`
}

/** Reads "-1.6101, 103.6131" in the spellings people paste; null when it is not a coordinate. */
export function readCoordinates(text: string): Point | null {
  const match = /^\s*(-?\d{1,2}(?:[.,]\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*$/.exec(text)
  if (!match) return null
  const latitude = Number(match[1]?.replace(',', '.'))
  const longitude = Number(match[2]?.replace(',', '.'))
  const legal = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
  return legal && (latitude !== 0 || longitude !== 0) ? { latitude, longitude } : null
}

function two(value: number): string {
  return Math.floor(value).toString().padStart(2, '0')
}

function parts(at: Instant | number, zone: string): Record<string, string> {
  const format = formatter(zone)
  const found = format.formatToParts(typeof at === 'number' ? at : Date.parse(at))
  return Object.fromEntries(found.map((part) => [part.type, part.value]))
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formatters.set(zone, made)
  return made
}
