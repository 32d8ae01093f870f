// The stream against a real HTTP server that speaks the wire of siaga/platform/board_stream.py.
import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, afterEach, test } from 'node:test'
import { BoardStream, type Listener } from '../src/board.ts'
import { Positions } from '../src/positions.ts'

type Serve = (at: Map<string, number>, response: ServerResponse, visit: number) => void

let serve: Serve = () => undefined
let visits: URLSearchParams[] = []
const server = createServer((request: IncomingMessage, response) => {
  const query = new URL(request.url ?? '', 'http://x').searchParams
  visits.push(query)
  const at = (query.get('at') ?? '').split(',').map((one): [string, number] => {
    const cut = one.lastIndexOf(':')
    return [one.slice(0, cut), Number(one.slice(cut + 1))]
  })
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  serve(new Map(at), response, visits.length)
})
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
const { port } = server.address() as AddressInfo

// The stream asks its own origin; Node has none, so the path gets one here.
const fetchOf = globalThis.fetch
globalThis.fetch = (path, init) => fetchOf(new URL(String(path), `http://127.0.0.1:${port}`), init)

class Screen implements Listener {
  cards = new Map<string, unknown>()
  phases: string[] = []
  ended = false
  readonly #stale = new Set<string>()

  change(board: string, key: string, card: unknown): void {
    this.#stale.delete(`${board}/${key}`)
    if (card === null) this.cards.delete(`${board}/${key}`)
    else this.cards.set(`${board}/${key}`, card)
  }
  reset(board: string | null): void {
    for (const key of this.cards.keys()) {
      if (board === null || key.startsWith(`${board}/`)) this.#stale.add(key)
    }
  }
  current(): void {
    for (const key of this.#stale) this.cards.delete(key)
    this.#stale.clear()
  }
  rightsEnded(): void {
    this.ended = true
  }
  signal(): void {}
  clock(): void {}
  state({ phase }: { phase: string }): void {
    if (this.phases.at(-1) !== phase) this.phases.push(phase)
  }
}

const open: BoardStream[] = []
function stream(screen: Screen, boards: string[]): BoardStream {
  const made = new BoardStream(screen)
  open.push(made)
  made.start(boards)
  return made
}
afterEach(() => {
  for (const one of open.splice(0)) one.stop()
  server.closeAllConnections()
  visits = []
})
after(() => server.close())

const card = (board: string, key: string, position: number, content: unknown) =>
  `id: L1:${position}\ndata: ${JSON.stringify({ board, key, position, card: content })}\n\n`
const event = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
const current = (position: number) => event('current', { lineage: 'L1', position })
const beat = (position: number) => event('beat', { position, now: new Date().toISOString() })

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (holds()) return
    await new Promise((done) => setTimeout(done, 20))
  }
  assert.fail(`never: ${what}`)
}

test('cards arrive, a tombstone takes one away, and written waits for its position', async () => {
  const screen = new Screen()
  let line: ServerResponse | null = null
  serve = (_, response) => {
    line = response
    response.write(card('queue', 'a', 3, { n: 1 }) + card('queue', 'b', 4, { n: 2 }) + current(5))
  }
  const boards = stream(screen, ['queue'])
  await until(() => screen.phases.at(-1) === 'live', 'live')
  assert.deepEqual([...screen.cards.keys()], ['queue/a', 'queue/b'])
  assert.equal(await boards.written(5), true)
  let written = false
  void boards.written(9).then((is) => (written = is))
  line!.write(card('queue', 'a', 8, null))
  await until(() => !screen.cards.has('queue/a'), 'tombstone')
  assert.equal(written, false)
  line!.write(beat(9))
  await until(() => written, 'written')
})

test('after a cut it goes on where it was, and misses nothing', async () => {
  const screen = new Screen()
  serve = (at, response, visit) => {
    if (visit === 1) {
      response.write(card('queue', 'a', 3, { n: 1 }) + current(5) + beat(6))
      setTimeout(() => response.destroy(), 50)
    } else {
      assert.equal(at.get('queue'), 6)
      response.write(card('queue', 'b', 7, { n: 2 }) + current(7))
    }
  }
  stream(screen, ['queue'])
  await until(() => screen.cards.has('queue/b'), 'the card written during the cut')
  assert.equal(visits[1]?.get('lineage'), 'L1')
  assert.ok(screen.cards.has('queue/a'), 'the old card stays')
})

test('a cut before everything came starts again from nothing', async () => {
  const screen = new Screen()
  serve = (at, response, visit) => {
    assert.equal(at.get('queue'), 0)
    if (visit === 1) {
      response.write(card('queue', 'gone', 3, { n: 1 }))
      setTimeout(() => response.destroy(), 50)
    } else response.write(card('queue', 'b', 7, { n: 2 }) + current(7))
  }
  stream(screen, ['queue'])
  await until(() => screen.phases.at(-1) === 'live', 'live')
  assert.deepEqual([...screen.cards.keys()], ['queue/b'])
})

test('another board joins from nothing while the first goes on', async () => {
  const screen = new Screen()
  serve = (at, response, visit) => {
    if (visit === 1) response.write(card('queue', 'a', 3, { n: 1 }) + current(5))
    else {
      assert.deepEqual(
        [...at],
        [
          ['queue', 5],
          ['units', 0],
        ],
      )
      response.write(card('units', 'u', 2, { n: 1 }) + current(6))
    }
  }
  const boards = stream(screen, ['queue'])
  await until(() => screen.phases.at(-1) === 'live', 'live')
  boards.follow('units')
  await until(() => screen.cards.has('units/u'), 'the other board')
  assert.ok(screen.cards.has('queue/a'))
})

test('a restored logbook takes every card with it', async () => {
  const screen = new Screen()
  serve = (_, response, visit) => {
    if (visit === 1) {
      response.write(card('queue', 'never', 3, { n: 1 }) + current(5))
      setTimeout(() => response.destroy(), 50)
    } else {
      response.write(event('reset', { board: 'queue', reason: 'lineage' }))
      response.write(
        card('queue', 'b', 2, { n: 2 }) + event('current', { lineage: 'L2', position: 2 }),
      )
    }
  }
  stream(screen, ['queue'])
  await until(() => screen.cards.has('queue/b'), 'the restored card')
  await until(() => !screen.cards.has('queue/never'), 'the undone card is gone')
})

test('ended rights end the stream; silence is called lost within 3.5 s and heals', async () => {
  const screen = new Screen()
  serve = (_, response) => response.write(event('reset', { board: null, reason: 'rights' }))
  stream(screen, ['queue'])
  await until(() => screen.ended, 'rights')

  const silent = new Screen()
  visits = []
  serve = (_, response, visit) => {
    response.write(current(5))
    if (visit > 1) response.write(beat(5))
  }
  const began_ms = Date.now()
  stream(silent, ['queue'])
  await until(() => silent.phases.includes('lost'), 'lost')
  assert.ok(Date.now() - began_ms < 3_500, `took ${Date.now() - began_ms} ms`)
  await until(() => silent.phases.at(-1) === 'live', 'healed')
})

test('positions: a board is only taken further once all its cards have come', () => {
  const positions = new Positions()
  positions.add('queue')
  positions.passed(4)
  assert.equal(positions.at('queue'), 0)
  positions.caughtUp('L1', 6)
  positions.passed(9)
  positions.add('units')
  assert.equal(positions.query(), 'at=queue%3A9%2Cunits%3A0&lineage=L1')
  positions.reset('queue')
  positions.passed(12)
  assert.equal(positions.at('queue'), 0)
})
