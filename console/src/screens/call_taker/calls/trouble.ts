import type { Trouble } from '../../../phone/shapes.ts'
import { t } from './words.ts'

/** Why the telephone did not do what was asked, and what to do. */
export function troubleWords(why: Trouble): string {
  return t(`trouble.${why}`)
}
