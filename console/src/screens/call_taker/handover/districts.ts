// Which kecamatan of a neighbour an address names, and which of his numbers serve it.
import type { Neighbour, Telephone } from '../../../wire.ts'

export interface District {
  readonly id: string // "neighbour/kecamatan"
  readonly label: string
  readonly hint: string
}

/** "Maro Sebo Ulu" is not Maro Sebo. */
export function named(address: string | null | undefined, districts: readonly District[]): string {
  const words = ` ${(address ?? '').toLowerCase().replace(/[^a-z0-9]+/g, ' ')} `
  const found = districts.filter(({ label }) => words.includes(` ${label.toLowerCase()} `))
  return found.sort((one, other) => other.label.length - one.label.length)[0]?.id ?? ''
}

/** A short number of the country: dialled here, it reaches the services of our own city. */
export const ofTheirOwn = ({ number }: Telephone): boolean => number.length > 3

/** Numbers of the kecamatan first, then those of the whole neighbour; none of another kecamatan. */
export function phonesOf(
  { phones }: Pick<Neighbour, 'phones'>,
  district: string,
): readonly Telephone[] {
  const name = district.split('/')[1]
  const fits = phones.filter(
    (one) => !one.districts.length || !name || one.districts.includes(name),
  )
  return fits.sort((one, other) => Number(!one.districts.length) - Number(!other.districts.length))
}
