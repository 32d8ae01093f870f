// What is being typed about a patient lives as long as this tab, also over a reload: a phone throws
// pages away when its camera opens. Not longer: these are medical words.

export class Typed<Values extends object> {
  values = $state({}) as Partial<Values>
  readonly #key: string

  constructor(key: string) {
    this.#key = `siaga.typed.${key}`
    try {
      this.values = JSON.parse(sessionStorage.getItem(this.#key) ?? '{}') as Values
    } catch {
      // unreadable: as if nothing had been typed
    }
  }

  /** Call it in an effect. */
  keep(): void {
    const text = JSON.stringify(this.values)
    if (text === '{}') sessionStorage.removeItem(this.#key)
    else sessionStorage.setItem(this.#key, text)
  }

  clear(): void {
    this.values = {}
  }
}
