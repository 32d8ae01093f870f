const NAMESPACE = '5b1f0c1e011251128112000000000112'

/** The id that the same parts have in every process of the room: a UUID of version 5. */
export async function derivedId(...parts: readonly string[]): Promise<string> {
  const name = new TextEncoder().encode(parts.join('\x1f'))
  const space = Uint8Array.from(NAMESPACE.match(/../g) ?? [], (pair) => parseInt(pair, 16))
  const sum = await crypto.subtle.digest('SHA-1', new Uint8Array([...space, ...name]))
  const bytes = new Uint8Array(sum).slice(0, 16)
  const view = new DataView(bytes.buffer)
  view.setUint8(6, 0x50 | (view.getUint8(6) & 0x0f))
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f))
  return written(bytes)
}

/** A UUID of version 7: its first 48 bits are `now_ms`, so that newer ids sort after older ones. */
export function uuid7(now_ms: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const view = new DataView(bytes.buffer)
  view.setUint16(0, Math.floor(now_ms / 2 ** 32))
  view.setUint32(2, now_ms % 2 ** 32)
  view.setUint8(6, 0x70 | (view.getUint8(6) & 0x0f))
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f))
  return written(bytes)
}

function written(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [8, 12, 16, 20].reduceRight((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, hex)
}
