import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actsOf, byDeadline, dueOf, tabOf, type Task } from '../src/screens/agency/tasks.ts'

function task(id: string, state: Task['state'], more: Partial<Task> = {}): Task {
  return {
    referral_id: id,
    state,
    state_at: '2026-11-22T01:00:00Z',
    accept_by_at: '2026-11-22T02:00:00Z',
    ...more,
  } as Task
}

test('what nobody accepted stands first, by its deadline', () => {
  const all = [
    task('done', 'done', { verify_by_at: '2026-11-22T01:30:00Z' }),
    task('later', 'delivered', { accept_by_at: '2026-11-22T03:00:00Z' }),
    task('work', 'in_progress'),
    task('sooner', 'sent'),
  ]
  const order = all.toSorted(byDeadline).map((one) => one.referral_id)
  assert.deepEqual(order, ['sooner', 'later', 'work', 'done'])
})

test('a deadline counts down only for who must act on it', () => {
  assert.deepEqual(dueOf(task('a', 'sent')), { kind: 'accept', at: '2026-11-22T02:00:00Z' })
  assert.equal(dueOf(task('a', 'accepted')), null)
  assert.equal(dueOf(task('a', 'declined')), null)
})

test('acts follow the state; what the room has again offers none', () => {
  assert.equal(actsOf(task('a', 'delivered'))[0], 'accept')
  assert.deepEqual(actsOf(task('a', 'in_progress')), ['finish', 'hand_back'])
  assert.deepEqual(actsOf(task('a', 'handed_back')), [])
  assert.equal(tabOf(task('a', 'handed_back')), 'back')
})
