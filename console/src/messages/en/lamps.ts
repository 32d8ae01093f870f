import type { lamps as id } from '../id/lamps.ts'

export const lamps: Record<keyof typeof id, string> = {
  linked: 'the switch is connected',
  no_link: 'the switch does not answer: every desk rings by itself; call the technician',
  silent: 'the logbook cannot be written: every desk rings by itself; call the technician',
  trunk_quiet: 'no call has come in yet',
  trunk_calls: 'calls come in',
  no_media: 'no sound gets through: call the technician',
  recording: 'recording',
  recording_missing: 'the recording of a call is missing: check the recorder',
  recording_disk_low: 'disk space is nearly used up: free some or add more',
  recording_not_kept: 'not stored yet, tried again',
  recording_broken: 'broken recordings were put aside: check the spool folder',
  recording_stuck: 'sound while waiting cannot be read',
  prompts: 'ready to play',
  prompt_missing: 'a sound file is missing: callers hear the waiting tone; call the technician',
  cannot_speak: 'the sentence cannot be spoken: tell callers in person',
  early_media: 'digits are read while waiting',
  early_media_unknown: 'not known yet: waits for the first digit',
  no_early_media: 'the trunk passes no digits while waiting',
}
