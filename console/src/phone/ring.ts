// A call rings: tone, notice of the desktop, title of the page. Silent for somebody who is talking.
import { sounder } from '../sound.ts'
import { t } from './words.ts'

const CAUSE = 'phone'
const FLASH_MS = 900

export interface RingHow {
  readonly drill: boolean
  readonly talking: boolean // then only what can be seen
}

export class Ringer {
  #flash: ReturnType<typeof setInterval> | undefined
  #title = ''
  #notice: Notification | null = null

  start({ drill, talking }: RingHow): void {
    if (this.#flash !== undefined) return
    if (!talking) sounder.ring(CAUSE, drill ? 'drill' : 'phone')
    const words = drill ? t('phone.ring.drill') : t('phone.ring.notice')
    this.#title = document.title
    document.title = words
    this.#flash = setInterval(() => {
      document.title = document.title === words ? this.#title : words
    }, FLASH_MS)
    this.#notice = notify(words)
  }

  stop(): void {
    sounder.silence(CAUSE)
    if (this.#flash === undefined) return
    clearInterval(this.#flash)
    this.#flash = undefined
    document.title = this.#title
    this.#notice?.close()
    this.#notice = null
  }
}

export type NoticeLeave = 'granted' | 'denied' | 'default' | 'unsupported'

export function noticeLeave(): NoticeLeave {
  return 'Notification' in globalThis ? Notification.permission : 'unsupported'
}

/** Only on a click: browsers hide the question otherwise. */
export async function askNotices(): Promise<NoticeLeave> {
  if (!('Notification' in globalThis)) return 'unsupported'
  return Notification.requestPermission()
}

/** Says that a call came in, never whose: a notice stands on a screen that anybody can see. */
function notify(words: string): Notification | null {
  if (noticeLeave() !== 'granted' || document.hasFocus()) return null
  try {
    const notice = new Notification(words, {
      tag: 'siaga-phone',
      icon: '/icon.svg',
      requireInteraction: true,
      silent: true, // the tone is ours
    })
    notice.onclick = () => {
      window.focus()
      notice.close()
    }
    return notice
  } catch {
    return null // browsers of phones want a service worker for it
  }
}
