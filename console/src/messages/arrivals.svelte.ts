/** Grows when a catalogue has been fetched: what was said in the other language is said again. */
export const arrivals = $state({ count: 0 })
