/** One shape per priority, 12 × 12: colour never speaks alone. Marks and map share them. */
export const SHAPES = {
  P1: 'M1.5 1.5h9v9h-9z',
  P2: 'M6 1 11.4 10.8H.6z',
  P3: 'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1z',
  P4: 'M6 1.6a4.4 4.4 0 1 0 0 8.8 4.4 4.4 0 0 0 0-8.8z',
} as const
