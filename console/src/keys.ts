// Keys that act. Bare letters and digits only when no text control has focus (console.md, Keys).

const NOT_TEXT = new Set(['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'color'])

/** True when the key goes into a text control, or belongs to a chord of the browser. */
export function typing(event: KeyboardEvent): boolean {
  const element = event.target instanceof HTMLElement ? event.target : null
  if (!element) return false
  if (element.isContentEditable) return true
  if (element instanceof HTMLInputElement) return !NOT_TEXT.has(element.type)
  return element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement
}

/** The key as written on a button: "F2", "Ctrl+Enter", "l", "?". */
export function keyName(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${key}`
}

/** Bound keys of a screen. `anywhere` also act while typing; `bare` never do, nor over a dialog. */
export function keyHandler(keys: {
  readonly anywhere: Readonly<Record<string, () => void>>
  readonly bare: Readonly<Record<string, () => void>>
}): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.defaultPrevented || event.isComposing) return
    const name = keyName(event)
    const open = document.querySelector('dialog[open]')
    const free = !typing(event) && !open
    // Out of a field first; what was typed stays, and letters act again.
    if (name === 'Escape' && !free && !open && event.target instanceof HTMLElement) event.target.blur()
    const act = keys.anywhere[name] ?? (free ? keys.bare[name] : undefined)
    if (!act) return
    event.preventDefault()
    // Held down, a key acts once: what it did may have put another screen under it.
    if (!event.repeat) act()
  }
}
