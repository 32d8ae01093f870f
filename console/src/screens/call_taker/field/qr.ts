// QR codes of links, drawn here: bytes only, error correction M, versions 1 to 10 (213 bytes).
// After ISO/IEC 18004:2015; the tables are the standard's own figures (its tables 7, 9 and E.1).

/** Per version: error correction bytes of a block, and the data bytes of each block. */
const BLOCKS: readonly (readonly [ec: number, data: readonly number[]])[] = [
  [10, [16]],
  [16, [28]],
  [26, [44]],
  [18, [32, 32]],
  [24, [43, 43]],
  [16, [27, 27, 27, 27]],
  [18, [31, 31, 31, 31]],
  [22, [38, 38, 39, 39]],
  [22, [36, 36, 36, 37, 37]],
  [26, [43, 43, 43, 43, 44]],
]
const ALIGNED: readonly (readonly number[])[] = [
  [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50],
]
const LEVEL_M = 0

// ---- arithmetic in GF(256), polynomial 0x11d

const EXP = new Uint8Array(512)
const LOG = new Uint8Array(256)
for (let power = 0, value = 1; power < 255; power += 1) {
  EXP[power] = EXP[power + 255] = value
  LOG[value] = power
  value = (value << 1) ^ (value & 0x80 ? 0x11d : 0)
}

const times = (a: number, b: number) => (a && b ? (EXP[LOG[a]! + LOG[b]!] ?? 0) : 0)

function correction(data: readonly number[], count: number): number[] {
  let generator = [1]
  for (let n = 0; n < count; n += 1) {
    const next = [...generator, 0]
    generator.forEach((value, at) => (next[at + 1]! ^= times(value, EXP[n]!)))
    generator = next
  }
  const rest = [...data, ...new Array<number>(count).fill(0)]
  for (let at = 0; at < data.length; at += 1) {
    const factor = rest[at]!
    generator.forEach((value, n) => (rest[at + n]! ^= times(value, factor)))
  }
  return rest.slice(data.length)
}

function codewords(bytes: Uint8Array, version: number): number[] {
  const [ec, sizes] = BLOCKS[version - 1]!
  const room = sizes.reduce((sum, size) => sum + size, 0)
  const bits: number[] = []
  const push = (value: number, length: number) => {
    for (let bit = length - 1; bit >= 0; bit -= 1) bits.push((value >> bit) & 1)
  }
  push(4, 4)
  push(bytes.length, version < 10 ? 8 : 16)
  bytes.forEach((byte) => push(byte, 8))
  push(0, Math.min(4, room * 8 - bits.length))
  while (bits.length % 8) bits.push(0)
  const data: number[] = []
  for (let at = 0; at < bits.length; at += 8) {
    data.push(bits.slice(at, at + 8).reduce((sum, bit) => sum * 2 + bit, 0))
  }
  for (let pad = 0xec; data.length < room; pad ^= 0xec ^ 0x11) data.push(pad)
  const blocks: number[][] = []
  for (let at = 0, n = 0; n < sizes.length; at += sizes[n]!, n += 1) {
    blocks.push(data.slice(at, at + sizes[n]!))
  }
  const checks = blocks.map((block) => correction(block, ec))
  return [...woven(blocks), ...woven(checks)]
}

/** The first of every block, the second of every block … */
function woven(blocks: readonly (readonly number[])[]): number[] {
  const longest = Math.max(...blocks.map((block) => block.length))
  return Array.from({ length: longest }, (_, at) => blocks.flatMap((block) => block[at] ?? [])).flat()
}

// ---- the picture

class Grid {
  readonly size: number
  readonly dark: Uint8Array
  readonly fixed: Uint8Array

  constructor(readonly version: number) {
    this.size = 17 + 4 * version
    this.dark = new Uint8Array(this.size ** 2)
    this.fixed = new Uint8Array(this.size ** 2)
  }

  set(x: number, y: number, dark: boolean): void {
    if (x < 0 || y < 0 || x >= this.size || y >= this.size) return
    this.dark[y * this.size + x] = Number(dark)
    this.fixed[y * this.size + x] = 1
  }

  draw(): void {
    const { size, version } = this
    for (let at = 0; at < size; at += 1) {
      this.set(6, at, at % 2 === 0)
      this.set(at, 6, at % 2 === 0)
    }
    for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) this.#rings(x, y, 4)
    const centres = ALIGNED[version - 1]!
    for (const x of centres) {
      for (const y of centres) {
        const corner = (x === 6 && (y === 6 || y === size - 7)) || (x === size - 7 && y === 6)
        if (!corner) this.#rings(x, y, 2)
      }
    }
    this.format(0)
    if (version >= 7) this.#versionBits()
  }

  /** A finder (reach 4, with its white rim) or an alignment pattern (reach 2). */
  #rings(x: number, y: number, reach: number): void {
    for (let dy = -reach; dy <= reach; dy += 1) {
      for (let dx = -reach; dx <= reach; dx += 1) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy))
        this.set(x + dx, y + dy, reach === 4 ? ring !== 2 && ring !== 4 : ring !== 1)
      }
    }
  }

  format(mask: number): void {
    const { size } = this
    const bits = coded((LEVEL_M << 3) | mask, 5, 0x537, 10) ^ 0x5412
    const bit = (n: number) => ((bits >> n) & 1) === 1
    for (let n = 0; n < 15; n += 1) {
      const along = n < 6 ? n : n < 8 ? n + 1 : 14 - n
      if (n < 8) this.set(8, along, bit(n))
      else this.set(n === 8 ? 7 : along, 8, bit(n))
      if (n < 8) this.set(size - 1 - n, 8, bit(n))
      else this.set(8, size - 15 + n, bit(n))
    }
    this.set(8, size - 8, true)
  }

  #versionBits(): void {
    const bits = coded(this.version, 6, 0x1f25, 12)
    for (let n = 0; n < 18; n += 1) {
      const dark = ((bits >> n) & 1) === 1
      const [far, near] = [this.size - 11 + (n % 3), Math.floor(n / 3)]
      this.set(far, near, dark)
      this.set(near, far, dark)
    }
  }

  /** Two columns at a time from the right, up and down by turns. */
  fill(words: readonly number[]): void {
    const { size } = this
    let at = 0
    for (let right = size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5
      const upward = ((right + 1) & 2) === 0
      for (let step = 0; step < size; step += 1) {
        const y = upward ? size - 1 - step : step
        for (const x of [right, right - 1]) {
          if (this.fixed[y * size + x]) continue
          const word = words[at >> 3] ?? 0
          this.dark[y * size + x] = (word >> (7 - (at & 7))) & 1
          at += 1
        }
      }
    }
  }

  masked(mask: number): Grid {
    const other = new Grid(this.version)
    other.fixed.set(this.fixed)
    other.dark.set(this.dark)
    for (let y = 0; y < this.size; y += 1) {
      for (let x = 0; x < this.size; x += 1) {
        const at = y * this.size + x
        if (!this.fixed[at] && MASKS[mask]!(x, y)) other.dark[at]! ^= 1
      }
    }
    other.format(mask)
    return other
  }

  penalty(): number {
    const { size, dark } = this
    const rows = Array.from({ length: size }, (_, y) => [...dark.subarray(y * size, y * size + size)])
    const columns = rows.map((_, x) => rows.map((row) => row[x]!))
    let sum = 0
    for (const line of [...rows, ...columns]) sum += ofLine(line.join(''))
    for (let y = 1; y < size; y += 1) {
      for (let x = 1; x < size; x += 1) {
        const four = rows[y]![x]! + rows[y]![x - 1]! + rows[y - 1]![x]! + rows[y - 1]![x - 1]!
        if (four % 4 === 0) sum += 3
      }
    }
    const share = (dark.reduce((all, one) => all + one, 0) * 20) / size ** 2
    return sum + Math.floor(Math.abs(share - 10)) * 10
  }
}

function ofLine(line: string): number {
  let sum = 0
  for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) sum += run.length - 2
  for (const finder of ['10111010000', '00001011101']) {
    for (let at = line.indexOf(finder); at >= 0; at = line.indexOf(finder, at + 1)) sum += 40
  }
  return sum
}

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

/** `value` of so many bits with the remainder of its division behind it (a BCH code). */
function coded(value: number, bits: number, generator: number, extra: number): number {
  let rest = value << extra
  for (let bit = bits - 1; bit >= 0; bit -= 1) {
    if ((rest >> (bit + extra)) & 1) rest ^= generator << bit
  }
  return (value << extra) | rest
}

/** Rows of modules, true for dark; throws when the text is too long. */
export function qrOf(text: string): readonly (readonly boolean[])[] {
  const bytes = new TextEncoder().encode(text)
  const version = BLOCKS.findIndex(([, sizes], at) => {
    const room = sizes.reduce((sum, size) => sum + size, 0)
    return bytes.length + (at < 9 ? 2 : 3) <= room
  }) + 1
  if (!version) throw new Error('too long for a QR code')
  const grid = new Grid(version)
  grid.draw()
  grid.fill(codewords(bytes, version))
  const all = MASKS.map((_, mask) => grid.masked(mask))
  const best = all.reduce((one, other) => (other.penalty() < one.penalty() ? other : one))
  return Array.from({ length: best.size }, (_, y) =>
    Array.from({ length: best.size }, (_unused, x) => best.dark[y * best.size + x] === 1),
  )
}
