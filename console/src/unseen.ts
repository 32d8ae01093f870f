// Characters nobody sees that act on the text around them. Pure.

export interface Piece {
  readonly text: string
  readonly hidden: boolean // a character nobody sees, by its name
}

// They turn the direction of what follows, or hide in it: shown, they deceive nobody.
const UNSEEN: Readonly<Record<string, string>> = {
  '\u061c': 'ALM',
  '\u200b': 'ZWSP',
  '\u200e': 'LRM',
  '\u200f': 'RLM',
  '\u202a': 'LRE',
  '\u202b': 'RLE',
  '\u202c': 'PDF',
  '\u202d': 'LRO',
  '\u202e': 'RLO',
  '\u2060': 'WJ',
  '\u2066': 'LRI',
  '\u2067': 'RLI',
  '\u2068': 'FSI',
  '\u2069': 'PDI',
  '\ufeff': 'BOM',
}

/** A text from outside, cut at the characters that would act on what stands around them. */
export function pieces(text: string): readonly Piece[] {
  const found: { text: string; hidden: boolean }[] = []
  for (const character of text) {
    const name = UNSEEN[character]
    const last = found.at(-1)
    if (name) found.push({ text: name, hidden: true })
    else if (last && !last.hidden) last.text += character
    else found.push({ text: character, hidden: false })
  }
  return found
}
