// The telephone of this page, as every screen sees it.
import { OFF, type Telephone } from './telephone.ts'

class Bound {
  now = $state.raw<Telephone>(OFF)
}

export const telephone = new Bound()
