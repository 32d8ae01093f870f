// The telephone's keys. Of the bare letters none ends a call by a slip of somebody who believes to
// be typing: X is in hardly any Indonesian word (console.md, Keys).

export interface PhoneActs {
  answer(): void
  mute(): void
  hangUp(): void
  hold(): void
  connect(): void
  callBack(): void
  duty(): void
}

export interface PhoneNow {
  readonly talks: boolean // a conversation is held by this page
  readonly answers: boolean // something rings here, or is on hold
}

type Keys = Readonly<Record<string, () => void>>

/** Only what makes sense now is the telephone's; the other keys stay with the open page. */
export function phoneKeys(
  now: PhoneNow,
  act: PhoneActs,
): { readonly anywhere: Keys; readonly bare: Keys } {
  const answering: Keys = now.answers ? { F2: () => act.answer() } : {}
  const whileTyping: Keys = now.talks ? { F9: () => act.mute(), 'Ctrl+F9': () => act.hangUp() } : {}
  const talking: Keys = {
    h: () => act.hold(),
    m: () => act.mute(),
    x: () => act.hangUp(),
    s: () => act.connect(),
  }
  const always: Keys = { k: () => act.callBack(), d: () => act.duty() }
  return {
    anywhere: { ...answering, ...whileTyping },
    bare: { ...always, ...(now.talks ? talking : {}) },
  }
}
