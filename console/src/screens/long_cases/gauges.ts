// Names of wire types that several tabs use.
export type { Gauge as PlaceGauge, LongCaseCard } from '../../wire.ts'
