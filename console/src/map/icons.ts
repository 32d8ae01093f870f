import { SHAPES } from '../parts/shapes.ts'
import { PLACE_SHAPES } from './place_shapes.ts'
import { colour } from './style.ts'

const SIZE = 48 // pixels, shown at half: sharp on dense screens

const COLOURS: Readonly<Record<string, string>> = {
  P1: '--p1',
  P2: '--p2',
  P3: '--p3',
  P4: '--p4',
  'unit-free': '--p3',
  'unit-busy': '--accent',
  'unit-off': '--line-strong',
  pin: '--accent',
}
const OTHERS: Readonly<Record<string, string>> = {
  'unit-free': 'M2 3h6v5H2zM8 5h2l1 1.5V8H8zM3 9.5h1.6M8 9.5h1.6',
  'unit-busy': 'M2 3h6v5H2zM8 5h2l1 1.5V8H8zM3 9.5h1.6M8 9.5h1.6',
  'unit-off': 'M2 3h6v5H2zM8 5h2l1 1.5V8H8z',
  pin: 'M6 11.5C8.6 8.4 9.8 6.6 9.8 4.8a3.8 3.8 0 1 0-7.6 0C2.2 6.6 3.4 8.4 6 11.5z',
}

/** The icon of that name in the colours of the theme in force; null when there is none. */
export function drawIcon(name: string): ImageData | null {
  const [kind = '', mood] = name.split('-')
  const placed = (PLACE_SHAPES as Readonly<Record<string, string>>)[kind]
  const path = (SHAPES as Readonly<Record<string, string>>)[name] ?? OTHERS[name] ?? placed
  const canvas = new OffscreenCanvas(SIZE, SIZE)
  const context = canvas.getContext('2d')
  if (!path || !context) return null
  const small = name.startsWith('unit')
  context.translate(SIZE / 6, SIZE / 6)
  context.scale(SIZE / 18, SIZE / 18)
  const shape = new Path2D(path)
  context.lineJoin = 'round'
  context.lineWidth = small ? 3 : 2.6
  context.strokeStyle = colour('--map-land')
  context.stroke(shape)
  const hollow = name === 'P4' // a ring, as in the lists: not the P3 disc in another colour
  context.fillStyle = colour(hollow ? '--map-land' : (placed && mood ? '--p1' : (COLOURS[name] ?? '--ink')))
  context.fill(shape)
  if (small || hollow) {
    context.lineWidth = hollow ? 2 : 1
    context.strokeStyle = colour(COLOURS[name] ?? '--ink')
    context.stroke(shape)
  }
  return context.getImageData(0, 0, SIZE, SIZE)
}
