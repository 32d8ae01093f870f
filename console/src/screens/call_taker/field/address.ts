/** Where a pass leads; null when it is over or nobody may know. */
export async function addressOf(pass_id: string): Promise<string | null> {
  const response = await fetch(`/api/pass-address/${encodeURIComponent(pass_id)}`, {
    cache: 'no-store',
  })
  if (!response.ok) return null
  const { address } = (await response.json()) as { address: string }
  return new URL(address, location.origin).href // a room without a public address knows the path only
}
