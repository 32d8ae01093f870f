// The command line of the room: ":kirim AMB-2 1234", ":status AMB-2 tiba via HT". Words to orders;
// what an order means is decided where it goes.
import type { ContactKind, PartnerAnswer, Stage, Via } from './wire.ts'

export type Order =
  | { readonly verb: 'send'; readonly unit: string; readonly incident: string | null }
  | {
      readonly verb: 'status'
      readonly unit: string
      readonly stage: Stage
      readonly via: Via
    }
  | { readonly verb: 'open'; readonly incident: string }
  | { readonly verb: 'take'; readonly incident: string | null }
  | { readonly verb: 'attach'; readonly incident: string }
  /** `incident` into `main`, or linked with it; without a second number the open one is meant. */
  | {
      readonly verb: 'merge' | 'link'
      readonly incident: string | null
      readonly main: string
    }
  | { readonly verb: 'note'; readonly text: string }
  | { readonly verb: 'duty'; readonly unit: string; readonly ready: boolean }
  | { readonly verb: 'kind'; readonly kind: ContactKind }
  | SendingOrder

/** What is said to units and partners beside sending: ":batal", ":alih", ":mitra", ":siaga", ":antre". */
export type SendingOrder =
  | { readonly verb: 'stand_down'; readonly unit: string; readonly text: string }
  | {
      readonly verb: 'divert'
      readonly unit: string
      readonly incident: string | null
      readonly consent: 'crew' | 'owner' | null
      readonly text: string
    }
  | {
      readonly verb: 'partner'
      readonly partner: string
      readonly answer: PartnerAnswer
      readonly minutes: number | null
    }
  | { readonly verb: 'stand_by'; readonly unit: string }
  | { readonly verb: 'next'; readonly unit: string; readonly incident: string | null }

export type Mistake = 'unknown_verb' | 'unknown_unit' | 'unknown_stage' | 'unknown_via' | 'missing'

export interface Read {
  readonly order: Order | null
  readonly mistake: Mistake | null
  readonly word: string // what was not understood
}

const VERBS: Readonly<Record<string, Order['verb']>> = {
  kirim: 'send',
  send: 'send',
  status: 'status',
  buka: 'open',
  open: 'open',
  ambil: 'take',
  take: 'take',
  tempel: 'attach',
  attach: 'attach',
  gabung: 'merge',
  merge: 'merge',
  kait: 'link',
  kaitkan: 'link',
  link: 'link',
  catat: 'note',
  note: 'note',
  siap: 'duty',
  ready: 'duty',
  lepas: 'duty',
  off: 'duty',
  batal: 'stand_down',
  standdown: 'stand_down',
  alih: 'divert',
  reassign: 'divert',
  mitra: 'partner',
  partner: 'partner',
  siaga: 'stand_by',
  standby: 'stand_by',
  antre: 'next',
  next: 'next',
  jenis: 'kind',
  kind: 'kind',
}

const STAGES: Readonly<Record<string, Stage>> = {
  terima: 'acknowledged',
  ack: 'acknowledged',
  berangkat: 'en_route',
  jalan: 'en_route',
  enroute: 'en_route',
  tiba: 'on_scene',
  lokasi: 'on_scene',
  scene: 'on_scene',
  tangani: 'first_action',
  action: 'first_action',
  antar: 'transporting',
  transport: 'transporting',
  rs: 'at_hospital',
  hospital: 'at_hospital',
  serah: 'handed_over',
  handover: 'handed_over',
  selesai: 'clear',
  clear: 'clear',
}

const VIAS: Readonly<Record<string, Via>> = {
  ht: 'radio',
  radio: 'radio',
  telepon: 'phone',
  telp: 'phone',
  phone: 'phone',
  wa: 'chat_group',
  grup: 'chat_group',
  group: 'chat_group',
}

const ANSWERS: Readonly<Record<string, PartnerAnswer>> = {
  datang: 'coming',
  coming: 'coming',
  nanti: 'later',
  later: 'later',
  menolak: 'refused',
  tolak: 'refused',
  refused: 'refused',
  kosong: 'no_answer',
  diam: 'no_answer',
  silent: 'no_answer',
}

const CONSENTS: Readonly<Record<string, 'crew' | 'owner'>> = {
  kru: 'crew',
  crew: 'crew',
  pemegang: 'owner',
  owner: 'owner',
}

/** By the digits of the wrap-up panel (console.md, Keys). */
export const KIND_DIGITS: readonly ContactKind[] = [
  'emergency',
  'service',
  'information',
  'addition',
  'outside',
  'accidental',
  'test',
  'silent',
  'prank',
]

export interface Unitlike {
  readonly id: string
  readonly call_sign: string
}

/** Reads one line; the leading ":" may be missing. Words are Indonesian or English, any case. */
export function readOrder(
  line: string,
  units: readonly Unitlike[],
  partners: readonly Unitlike[] = [],
): Read {
  const words = line.replace(/^\s*:/, '').trim().split(/\s+/)
  const [first = '', ...rest] = words
  const verb = VERBS[first.toLowerCase()]
  if (!verb) return mistaken('unknown_verb', first)
  switch (verb) {
    case 'send':
      return withUnit(rest, units, (unit, more) => good({ verb, unit, incident: more[0] ?? null }))
    case 'status':
      return withUnit(rest, units, readStatus)
    case 'duty': {
      const ready = first.toLowerCase() === 'siap' || first.toLowerCase() === 'ready'
      return withUnit(rest, units, (unit) => good({ verb, unit, ready }))
    }
    case 'stand_down':
      return withUnit(rest, units, (unit, more) => good({ verb, unit, text: more.join(' ') }))
    case 'divert':
      return withUnit(rest, units, readDivert)
    case 'partner':
      return withUnit(rest, partners, readPartner)
    case 'stand_by':
      return withUnit(rest, units, (unit) => good({ verb, unit }))
    case 'next':
      return withUnit(rest, units, (unit, more) => good({ verb, unit, incident: more[0] ?? null }))
    case 'open':
    case 'attach':
      return rest[0] ? good({ verb, incident: rest[0] }) : mistaken('missing', first)
    case 'merge':
    case 'link': {
      const [one, other] = rest
      if (!one) return mistaken('missing', first)
      return good({ verb, incident: other ? one : null, main: other ?? one })
    }
    case 'take':
      return good({ verb, incident: rest[0] ?? null })
    case 'note':
      return rest.length ? good({ verb, text: rest.join(' ') }) : mistaken('missing', first)
    case 'kind': {
      const kind = KIND_DIGITS[Number(rest[0]) - 1]
      return kind ? good({ verb, kind }) : mistaken('missing', first)
    }
  }
}

/** The incident whose number ends in these digits: "1234" is K-2026-001234. */
export function incidentByNumber<Item extends { readonly number: string }>(
  incidents: Iterable<Item>,
  written: string,
): Item | null {
  const wanted = written.toUpperCase()
  for (const incident of incidents) {
    const tail = incident.number.split('-').at(-1) ?? ''
    if (incident.number === wanted || Number(tail) === Number(wanted)) return incident
  }
  return null
}

function readStatus(unit: string, words: readonly string[]): Read {
  const stage = STAGES[(words[0] ?? '').toLowerCase()]
  if (!stage) return mistaken(words[0] ? 'unknown_stage' : 'missing', words[0] ?? 'status')
  const said = words.slice(1).filter((word) => word.toLowerCase() !== 'via')
  const via = VIAS[(said[0] ?? 'ht').toLowerCase()]
  return via ? good({ verb: 'status', unit, stage, via }) : mistaken('unknown_via', said[0] ?? '')
}

/** ":alih AMB-2 1234 kru henti jantung": the incident and who agreed may be missing. */
function readDivert(unit: string, words: readonly string[]): Read {
  const left = [...words]
  const incident = /^([a-z]+-(\d+-)?)?\d+$/i.test(left[0] ?? '') ? (left.shift() ?? null) : null
  const consent = CONSENTS[(left[0] ?? '').toLowerCase()] ?? null
  if (consent) left.shift()
  const text = left.join(' ')
  return text ? good({ verb: 'divert', unit, incident, consent, text }) : mistaken('missing', unit)
}

/** ":mitra PMI datang 12" */
function readPartner(partner: string, words: readonly string[]): Read {
  const answer = ANSWERS[(words[0] ?? '').toLowerCase()]
  if (!answer) return mistaken(words[0] ? 'unknown_stage' : 'missing', words[0] ?? partner)
  const minutes = Number.parseInt(words[1] ?? '', 10)
  return good({ verb: 'partner', partner, answer, minutes: minutes >= 0 ? minutes : null })
}

function withUnit(
  words: readonly string[],
  units: readonly Unitlike[],
  next: (unit: string, rest: readonly string[]) => Read,
): Read {
  const wanted = plain(words[0] ?? '')
  if (!wanted) return mistaken('missing', words[0] ?? '')
  const unit = units.find((one) => plain(one.call_sign) === wanted || plain(one.id) === wanted)
  return unit ? next(unit.id, words.slice(1)) : mistaken('unknown_unit', words[0] ?? '')
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

function good(order: Order): Read {
  return { order, mistake: null, word: '' }
}

function mistaken(mistake: Mistake, word: string): Read {
  return { order: null, mistake, word }
}
