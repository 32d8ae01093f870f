import type { signIn as id } from '../id/sign_in.ts'

export const signIn: Record<keyof typeof id, string> = {
  'title': 'Sign in',
  'user': 'Account name',
  'password': 'Password',
  'code': 'One-time code',
  'go': 'Sign in',
  'wrong': 'The account name or the password is wrong.',
  'throttled': 'Too many attempts. Wait a moment, then try again.',
  'need_code': 'This account needs a one-time code.',
  'demo.title': 'Demo accounts',
  'demo.note': 'A drill room: its logbook, numbers and messages are apart from the real ones.',
  'report': 'Citizens: send a report',
  'number': 'Emergency? Call {number}, free of charge.',
}
