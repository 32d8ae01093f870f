// Why a post did not arrive, in words.
import { systems } from '../../messages/id/systems.ts'
import { t } from './words.ts'

export function reasonWords(code: string): string {
  const key = `reason.${code}`
  if (key in systems) return t(key as keyof typeof systems)
  const status = /^http_(\d+)$/.exec(code)
  return status ? t('reason.http', { code: status[1] ?? '' }) : code
}
