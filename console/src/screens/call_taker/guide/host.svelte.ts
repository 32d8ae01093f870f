// Whether the guide is open on this screen, and what was asked of it. The guide itself is loaded
// when it is first needed.

class Host {
  open = $state(false)
  /** What the last key wants, until the guide has taken it up. */
  wish = $state<'guide' | 'arrest' | { readonly card: string } | null>(null)

  guide(): void {
    this.open = true
    this.wish = 'guide'
  }

  /** The card a plan names. */
  card(id: string): void {
    this.open = true
    this.wish = { card: id }
  }

  arrest(): void {
    this.open = true
    this.wish = 'arrest'
  }
}

export const guideHost = new Host()
