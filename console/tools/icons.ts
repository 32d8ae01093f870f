import { deflateSync } from 'node:zlib'
import type { Plugin } from 'vite'

// The console's sign, as in public/icon.svg, drawn into pixels: telephones install no SVG.

type Colour = readonly [number, number, number, number]
const BLUE: Colour = [0x0b, 0x5c, 0xad, 255]
const WHITE: Colour = [255, 255, 255, 255]
const NOTHING: Colour = [0, 0, 0, 0]
const GRID = 32
/** The three bars of the star of life, as (from x, from y, to x, to y) on the grid. */
const BARS = [
  [16, 6, 16, 26],
  [7.3, 11, 24.7, 21],
  [24.7, 11, 7.3, 21],
] as const
const THICK = 5
const SAMPLES = 4 // a side, per pixel

interface Look {
  readonly size: number
  readonly corner: number // of the ground, on the grid
  readonly scale: number // of the star: smaller where a telephone cuts a circle out
  readonly ground: Colour
}

const FILES: Readonly<Record<string, Look>> = {
  'icon-192.png': { size: 192, corner: 4, scale: 1, ground: BLUE },
  'icon-512.png': { size: 512, corner: 4, scale: 1, ground: BLUE },
  'icon-maskable-512.png': { size: 512, corner: 0, scale: 0.72, ground: BLUE },
  'badge.png': { size: 96, corner: 0, scale: 1.2, ground: NOTHING },
}

export function icons(): Plugin {
  return {
    name: 'icons',
    apply: 'build',
    generateBundle() {
      for (const [fileName, look] of Object.entries(FILES)) {
        this.emitFile({ type: 'asset', fileName, source: png(look) })
      }
    },
  }
}

function colourAt(x: number, y: number, { corner, scale, ground }: Look): Colour {
  const inX = (x - GRID / 2) / scale + GRID / 2
  const inY = (y - GRID / 2) / scale + GRID / 2
  const onStar = BARS.some(([x1, y1, x2, y2]) => within(inX, inY, [x1, y1, x2, y2]))
  if (onStar) return WHITE
  const overX = Math.max(corner - x, x - (GRID - corner), 0)
  const overY = Math.max(corner - y, y - (GRID - corner), 0)
  return corner && Math.hypot(overX, overY) > corner ? NOTHING : ground
}

/** A bar with square ends. */
function within(x: number, y: number, [x1, y1, x2, y2]: readonly [number, number, number, number]) {
  const length = Math.hypot(x2 - x1, y2 - y1)
  const along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length
  const beside = Math.abs((x - x1) * (y2 - y1) - (y - y1) * (x2 - x1)) / length
  return along >= 0 && along <= length && beside <= THICK / 2
}

function png(look: Look): Buffer {
  const { size } = look
  const rows = Buffer.alloc(size * (size * 4 + 1))
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const at = row * (size * 4 + 1) + 1 + column * 4
      rows.set(blended(column, row, look), at)
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head.set([8, 6, 0, 0, 0], 8)
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND')]
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), ...parts])
}

function blended(column: number, row: number, look: Look): Uint8Array {
  const sum = [0, 0, 0, 0]
  for (let part = 0; part < SAMPLES * SAMPLES; part += 1) {
    const x = ((column + ((part % SAMPLES) + 0.5) / SAMPLES) / look.size) * GRID
    const y = ((row + (Math.floor(part / SAMPLES) + 0.5) / SAMPLES) / look.size) * GRID
    const colour = colourAt(x, y, look)
    for (let n = 0; n < 3; n += 1) sum[n]! += colour[n]! * colour[3]
    sum[3]! += colour[3]
  }
  const alpha = sum[3]!
  const count = SAMPLES * SAMPLES
  return Uint8Array.from(
    alpha ? [sum[0]! / alpha, sum[1]! / alpha, sum[2]! / alpha, alpha / count] : [0, 0, 0, 0],
    Math.round,
  )
}

function chunk(kind: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc(body), body.length + 4)
  return out
}

function crc(data: Buffer): number {
  let sum = 0xffffffff
  for (const byte of data) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1
  }
  return (sum ^ 0xffffffff) >>> 0
}
