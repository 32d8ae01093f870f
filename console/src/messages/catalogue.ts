import { settings } from '../settings.svelte.ts'
import type { Text } from '../wire.ts'

type Values = Readonly<Record<string, string | number>>

/**
 * The words of one area in the language in force: `{name}` in a sentence is replaced by `values`.
 * Every key of the Indonesian catalogue exists in the English one (the types see to it).
 */
export function catalogue<Key extends string>(
  id: Readonly<Record<Key, string>>,
  en: Readonly<Record<Key, string>>,
): (key: Key, values?: Values) => string {
  return (key, values) => {
    const text = (settings.language === 'en' ? en : id)[key]
    if (!values) return text
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  }
}

/** Words that are place data. */
export function say(text: Text | undefined, fallback = ''): string {
  return text?.[settings.language] ?? text?.id ?? fallback
}
