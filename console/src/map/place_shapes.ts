/** 12 × 12, each with a shape of its own: none that a priority or a unit has. */
export const PLACE_SHAPES = {
  shelter: 'M6 1 11.2 5.6H10V11H7.2V7.6H4.8V11H2V5.6H.8z', // a house
  water: 'M6 .8C8.2 3.8 9.6 5.8 9.6 7.8a3.6 3.6 0 0 1-7.2 0C2.4 5.8 3.8 3.8 6 .8z', // a drop
  post: 'M2 1h1.4v10H2zM3.4 1.4H11L9.2 4 11 6.6H3.4z', // a flag
  staging: 'M1 2h10v2H1zM1 5h10v2H1zM1 8h10v2H1z', // rows of vehicles
  meeting: 'M6 .8 11.2 6 6 11.2.8 6zM6 3.8 3.8 6 6 8.2 8.2 6z', // a lozenge
} as const
