import type { devices as id } from '../id/devices.ts'

/** Of the browsers that are told while their page is closed. */
export const devices: Record<keyof typeof id, string> = {
  title: 'Devices that sound',
  note: 'Alerts sound on this device even when the page is closed, while you are signed in.',
  none: 'No device yet. Jobs are only heard while this page is open.',
  turn_on: 'Turn on alerts on this device',
  turn_on_short: 'Turn on alerts',
  on: 'Alerts are on for this device',
  turn_off: 'Turn off',
  test: 'Test the sound',
  tested: 'Test sent. A notification must appear within a few seconds.',
  forget: 'Remove',
  this: 'this device',
  browser: 'Browser',
  number: 'Number',
  since: 'since {time}',
  reached: 'last reached {time}',
  never: 'never proven to be reached',
  blocked: 'Notifications are blocked in this browser. Allow them in the site settings and reload.',
  unsupported: 'This browser cannot receive alerts while the page is closed. Use Chrome or Firefox; on an iPhone add this page to the home screen.',
  failed: 'The notification service cannot be reached. Check the internet and try again.',
  offer: 'Alerts are not on for this device. New jobs are not heard while the screen is off.',
}
