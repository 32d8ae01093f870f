// The microphone: which there are, whether we may, and one open stream for all conversations.
import { deskDevices } from './desk.ts'
import type { MicState } from './shapes.ts'

/** `asking`: the person has not yet said whether this page may listen. */
export type MicPhase = 'unknown' | 'asking' | 'ok' | 'none' | 'denied' | 'unsupported'

export interface Devices {
  readonly mics: readonly MediaDeviceInfo[]
  readonly speakers: readonly MediaDeviceInfo[]
}

export class Microphone {
  phase = $state<MicPhase>('unknown')
  devices = $state.raw<Devices>({ mics: [], speakers: [] })
  /** Another stream took the place of the old one: a headset was plugged in or pulled out. */
  onchange: () => void = () => undefined
  #stream: MediaStream | null = null
  #chosen = ''
  #opening: Promise<MediaStream | null> | null = null

  constructor() {
    if (!('mediaDevices' in navigator)) {
      this.phase = 'unsupported'
      return
    }
    navigator.mediaDevices.addEventListener('devicechange', () => void this.look())
  }

  get stream(): MediaStream | null {
    return this.#stream
  }

  /** For the report: what matters is whether a caller would hear us. */
  get reported(): MicState {
    if (this.phase === 'ok') return 'ok'
    return this.phase === 'none' || this.phase === 'unsupported' ? 'none' : 'denied'
  }

  /** Without asking the person anything. */
  async look(): Promise<void> {
    if (this.phase === 'unsupported') return
    const all = await navigator.mediaDevices.enumerateDevices()
    const mics = all.filter((device) => device.kind === 'audioinput')
    this.devices = { mics, speakers: all.filter((device) => device.kind === 'audiooutput') }
    if (this.#stream) return
    if (!mics.length) this.phase = 'none'
    else this.phase = await allowed()
  }

  /** Opens the chosen one, or any when it is gone. Null: see `phase`. */
  open(): Promise<MediaStream | null> {
    if (this.#stream) return Promise.resolve(this.#stream)
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null
    })
    return this.#opening
  }

  /** Changes to the newly chosen one if one is open and it is another. */
  async reopen(chosen: string): Promise<void> {
    if (!this.#stream || chosen === this.#chosen) return
    this.close()
    await this.open()
    this.onchange()
  }

  close(): void {
    for (const track of this.#stream?.getTracks() ?? []) {
      track.onended = null
      track.stop()
    }
    this.#stream = null
  }

  async #open(): Promise<MediaStream | null> {
    if (this.phase === 'unsupported') return null
    const { mic } = deskDevices()
    this.#chosen = mic
    const audio: MediaTrackConstraints = {
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
      ...(mic && { deviceId: { ideal: mic } }),
    }
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio, video: false })
      this.#stream = stream
      this.phase = 'ok'
      for (const track of stream.getTracks()) track.onended = () => void this.#lost()
      void this.look()
      return stream
    } catch (problem) {
      const name = problem instanceof DOMException ? problem.name : ''
      this.phase = name === 'NotAllowedError' ? 'denied' : 'none'
      return null
    }
  }

  async #lost(): Promise<void> {
    this.close()
    await this.look()
    await this.open()
    this.onchange()
  }
}

async function allowed(): Promise<MicPhase> {
  try {
    const { state } = await navigator.permissions.query({ name: 'microphone' as PermissionName })
    return state === 'granted' ? 'ok' : state === 'denied' ? 'denied' : 'asking'
  } catch {
    return 'asking' // browsers that do not tell
  }
}
