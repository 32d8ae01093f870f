// What a waveform shows: bars from peaks, seconds from places.

/** The loudest peak behind each of `width` bars, 0 … 1. */
export function bars(peaks: readonly number[], width: number): readonly number[] {
  if (!peaks.length || width < 1) return []
  return Array.from({ length: Math.floor(width) }, (_, bar) => {
    const from = Math.floor((bar * peaks.length) / width)
    const to = Math.max(from + 1, Math.floor(((bar + 1) * peaks.length) / width))
    let loudest = 0
    for (let at = from; at < to; at += 1) loudest = Math.max(loudest, peaks[at] ?? 0)
    return loudest / 255
  })
}

/** "00:07", "12:05", "1:02:03". */
export function clockOf(at_s: number): string {
  const whole = Math.max(0, Math.floor(at_s))
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const hours = Math.floor(whole / 3600)
  return `${hours ? `${hours}:` : ''}${two((whole % 3600) / 60)}:${two(whole % 60)}`
}

const STEPS_S: Readonly<Record<string, number>> = {
  ArrowLeft: -5,
  ArrowRight: 5,
  ArrowDown: -1,
  ArrowUp: 1,
  PageDown: -30,
  PageUp: 30,
}

/** Where a key leads to; null when it is none of a slider's. */
export function seekBy(key: string, at_s: number, duration_s: number): number | null {
  if (key === 'Home') return 0
  if (key === 'End') return duration_s
  const step = STEPS_S[key]
  return step === undefined ? null : Math.min(duration_s, Math.max(0, at_s + step))
}
