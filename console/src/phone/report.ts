// Tells the server what this page is doing: at once when it changes, and every ten seconds.
import type { PhoneReport } from './shapes.ts'

export const EVERY_MS = 10_000

export class Reporter {
  readonly #read: () => PhoneReport
  readonly #send: (report: PhoneReport) => Promise<unknown>
  #timer: ReturnType<typeof setInterval> | undefined
  #said = ''
  #busy = false
  #again = false

  constructor(read: () => PhoneReport, send: (report: PhoneReport) => Promise<unknown>) {
    this.#read = read
    this.#send = send
  }

  start(): void {
    clearInterval(this.#timer)
    this.#timer = setInterval(() => void this.#tell(), EVERY_MS)
    void this.#tell()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#said = ''
  }

  /** Something may have changed; only a real change is told. */
  changed(): void {
    if (this.#timer !== undefined && JSON.stringify(this.#read()) !== this.#said) void this.#tell()
  }

  /** One report at a time and the newest last: an old one must not overwrite a new one. */
  async #tell(): Promise<void> {
    if (this.#busy) {
      this.#again = true
      return
    }
    this.#busy = true
    try {
      do {
        this.#again = false
        const report = this.#read()
        this.#said = JSON.stringify(report)
        await this.#send(report)
      } while (this.#again)
    } finally {
      this.#busy = false
    }
  }
}
