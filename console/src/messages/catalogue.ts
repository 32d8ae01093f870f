import { settings } from '../settings.svelte.ts'
import type { Text } from '../wire.ts'
import { arrivals } from './arrivals.svelte.ts'

type Values = Readonly<Record<string, string | number>>
type Words<Key extends string> = Readonly<Record<Key, string>>

/**
 * The words of one area in the language in force: `{name}` in a sentence is replaced by `values`.
 * Every key of the Indonesian catalogue exists in the English one (the types see to it). English is
 * fetched when somebody reads it: `catalogue(id, () => import('…/en/crew.ts').then((en) => en.crew))`.
 */
export function catalogue<Key extends string>(
  id: Words<Key>,
  en: Words<Key> | (() => Promise<Words<Key>>),
): (key: Key, values?: Values) => string {
  let english: Words<Key> | null = typeof en === 'function' ? null : en
  let asked = false
  const fetchEnglish = () => {
    if (asked || typeof en !== 'function') return
    asked = true
    en().then(
      (words) => {
        english = words
        arrivals.count += 1
      },
      () => (asked = false), // without network it stays Indonesian
    )
  }
  return (key, values) => {
    let text = id[key]
    if (settings.language === 'en') {
      void arrivals.count
      if (english) text = english[key]
      else queueMicrotask(fetchEnglish)
    }
    if (!values) return text
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  }
}

/** Words that are place data. */
export function say(text: Text | undefined, fallback = ''): string {
  return text?.[settings.language] ?? text?.id ?? fallback
}
