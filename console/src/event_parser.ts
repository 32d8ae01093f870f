export interface StreamEvent {
  readonly event: string // "message" when unnamed
  readonly data: string
  readonly id: string
}

/** Cuts the text of a `text/event-stream` into events, however the network cut it into pieces. */
export class EventParser {
  #rest = ''
  #event = ''
  #data: string[] = []
  #id = ''

  feed(text: string): StreamEvent[] {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    const events: StreamEvent[] = []
    for (const line of lines) this.#line(line.endsWith('\r') ? line.slice(0, -1) : line, events)
    return events
  }

  #line(line: string, events: StreamEvent[]): void {
    if (line === '') {
      if (this.#data.length) {
        const data = this.#data.join('\n')
        events.push({ event: this.#event || 'message', data, id: this.#id })
      }
      this.#event = ''
      this.#data = []
      return
    }
    const colon = line.indexOf(':')
    if (colon === 0) return
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') this.#event = value
    else if (field === 'data') this.#data.push(value)
    else if (field === 'id') this.#id = value
  }
}
