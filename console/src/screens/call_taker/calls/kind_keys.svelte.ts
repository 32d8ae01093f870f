// The digits of a contact's kind: one key each, a prank two, so that one slip is none.
import { KIND_DIGITS } from '../../../command_line.ts'
import { typing } from '../../../keys.ts'
import type { ContactKind } from '../../../wire.ts'

export class KindKeys {
  readonly kinds = KIND_DIGITS
  prank = $state(false)
  readonly #pick: (kind: ContactKind) => void

  constructor(pick: (kind: ContactKind) => void) {
    this.#pick = pick
  }

  choose(kind: ContactKind): void {
    if (kind === 'prank' && !this.prank) {
      this.prank = true
      return
    }
    this.prank = false
    this.#pick(kind)
  }

  /** Whether somebody is writing just now: their field keeps the focus, and their digits. */
  mayTakeFocus(): boolean {
    const element = document.activeElement
    if (document.querySelector('dialog[open]')) return false
    return !(element instanceof HTMLElement && isText(element))
  }

  /** Digits act in the panel, or when nothing else has the focus. */
  listens(event: KeyboardEvent, panel: HTMLElement): boolean {
    if (event.defaultPrevented || typing(event) || event.isComposing) return false
    if (event.ctrlKey || event.altKey || event.metaKey) return false
    if (document.querySelector('dialog[open]')) return false
    const element = document.activeElement
    return !element || element === document.body || panel.contains(element)
  }

  press(event: KeyboardEvent, panel: HTMLElement): void {
    if (!this.listens(event, panel)) return
    const kind = this.kinds[Number(event.key) - 1]
    if (kind) this.choose(kind)
    else if (event.key === 'Enter' && this.prank) this.choose('prank')
    else if (event.key === 'Escape' && this.prank) this.prank = false
    else return
    event.preventDefault()
  }
}

function isText(element: HTMLElement): boolean {
  return typing({ target: element } as unknown as KeyboardEvent)
}
