// What the server answers about situation reports.
import type { Figure, Instant } from '../../wire.ts'

export interface SituationDraft {
  readonly drawn_at: Instant
  readonly figures: readonly Figure[]
  readonly names: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  readonly sources: Readonly<Record<string, string>>
}
