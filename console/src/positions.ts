/** The stream's place in each board: where it may go on after a cut. */
export class Positions {
  lineage: string | null = null
  readonly #at = new Map<string, number>()
  readonly #current = new Set<string>()
  seen = 0

  add(board: string): void {
    if (!this.#at.has(board)) this.#at.set(board, 0)
  }

  remove(board: string): void {
    this.#at.delete(board)
    this.#current.delete(board)
  }

  has(board: string): boolean {
    return this.#at.has(board)
  }

  get boards(): string[] {
    return [...this.#at.keys()]
  }

  /** A board that never got all its cards starts again from nothing. */
  connecting(): string[] {
    this.#current.clear()
    return this.boards.filter((board) => this.#at.get(board) === 0)
  }

  passed(position: number): void {
    this.seen = Math.max(this.seen, position)
    for (const board of this.#current) this.#at.set(board, Math.max(this.at(board), position))
  }

  caughtUp(lineage: string, position: number): void {
    this.lineage = lineage
    for (const board of this.boards) this.#current.add(board)
    this.passed(position)
  }

  reset(board: string | null): void {
    if (board === null) {
      this.seen = 0
      this.lineage = null
    }
    for (const name of board === null ? this.boards : [board]) {
      if (this.#at.has(name)) this.#at.set(name, 0)
      this.#current.delete(name)
    }
  }

  at(board: string): number {
    return this.#at.get(board) ?? 0
  }

  query(): string {
    const at = this.boards.map((board) => `${board}:${this.at(board)}`).join(',')
    const lineage = this.lineage ? `&lineage=${encodeURIComponent(this.lineage)}` : ''
    return `at=${encodeURIComponent(at)}${lineage}`
  }
}
