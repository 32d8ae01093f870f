// The service worker of the console. Four things only:
// 1. The page starts without network: its shell (HTML, scripts, styles) is kept, one set per version.
//    Answers of the server are never kept here, so none can be shown as fresh that is not.
// 2. An alert that is pushed while the page is closed shows, sounds and says that it arrived.
// 3. A new version waits until a person lets it in: nobody's page changes under the thumb.
// 4. What a crew said leaves while nobody looks at its page (kept.ts).
import { sendKept, take, TAG, words } from './kept.ts'

const VERSION = '__VERSION__'
const SHELL = __SHELL__ // '/' and the files of pages that work outside, named by content
const CACHE = `siaga-shell-${VERSION}`
const SLOW_MS = 4000

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell())
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith('siaga-shell-') && name !== CACHE) await caches.delete(name)
      }
      await self.clients.claim()
    })(),
  )
})

self.addEventListener('message', (event) => {
  if (event.data?.type === 'take_over') self.skipWaiting()
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (url.pathname === '/' && request.mode === 'navigate') event.respondWith(shell(request))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request))
})

async function keepShell() {
  const cache = await caches.open(CACHE)
  const old = await olderCaches()
  for (const path of SHELL) {
    // A file named by its content that an older version has is the same file.
    const known = path === '/' ? undefined : await found(old, path)
    if (known) await cache.put(path, known)
    else await cache.add(new Request(path, { cache: path === '/' ? 'no-cache' : 'default' }))
  }
}

async function olderCaches() {
  const names = await caches.keys()
  return Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.open(name)))
}

async function found(list, path) {
  for (const cache of list) {
    const answer = await cache.match(path)
    if (answer) return answer
  }
  return undefined
}

/** The page itself comes from the server; what is kept stands in when that takes too long. */
async function shell(request) {
  const cache = await caches.open(CACHE)
  const kept = await cache.match('/')
  try {
    if (!kept) return await fetch(request)
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), SLOW_MS)
    const fresh = await fetch(request.url, { signal: late.signal, cache: 'no-cache' })
    clearTimeout(timer)
    return fresh.status < 500 ? fresh : kept
  } catch (problem) {
    if (kept) return kept
    throw problem
  }
}

async function asset(request) {
  const kept = await caches.match(request, { ignoreVary: true })
  if (kept) return kept
  const fresh = await fetch(request)
  if (fresh.ok) {
    const cache = await caches.open(CACHE)
    await cache.put(request, fresh.clone()).catch(() => undefined) // no room: then without
  }
  return fresh
}

// ---- alerts

self.addEventListener('push', (event) => {
  // Where a push comes through, what waits gets out too.
  event.waitUntil(Promise.all([show(read(event.data)), sendUnwatched().catch(() => undefined)]))
})

function read(data) {
  try {
    return data?.json() ?? {}
  } catch {
    return {}
  }
}

/** No page may choose the sound of a notification; in a pocket they are told apart by how it shakes. */
const SHAKES = {
  dispatch: [600, 200, 600, 200, 1200],
  ready: [300, 200, 300],
  change: [200, 100, 200, 100, 200, 100, 200],
  stand_down: [2000],
  panic: [100, 50, 100, 50, 100, 50, 100, 50, 1500],
  roll_call: [600, 300, 600, 300, 600],
}

async function show(alert) {
  const { alert_id, about, subject } = alert
  if (about === 'stand_down') await takeBack(subject)
  const urgent = alert.priority === 'P1' || alert.priority === 'P2' || about === 'panic'
  const takes = alert.act && (await words.isCrew())
  await self.registration.showNotification(alert.title || 'Siaga 112', {
    body: alert.body || 'Ada yang menunggu. Buka halaman ini.',
    tag: alert.tag || alert_id || 'siaga',
    renotify: true,
    requireInteraction: urgent,
    vibrate: (urgent && SHAKES[about]) || [300],
    icon: '/icon-192.png',
    badge: '/badge.png',
    data: { alert_id, about, subject },
    actions: takes ? [{ action: 'take', title: alert.act }] : [],
  })
  if (alert_id) {
    const { device_id, proof } = alert
    await say('/api/alerts/delivered', { alert_id, device_id, proof, way: 'push' })
  }
}

/** A job that was called off is not still there beside the news of it. */
async function takeBack(dispatch) {
  for (const shown of await self.registration.getNotifications()) {
    if (shown.data?.subject === dispatch) shown.close()
  }
}

/** That it arrived. The page says it too: a try that fails here is not the last. */
async function say(path, body) {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const answer = await fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        credentials: 'include',
      })
      if (answer.ok || (answer.status < 500 && answer.status !== 429)) return
    } catch {
      // again
    }
    await new Promise((done) => setTimeout(done, 1000 * 2 ** attempt))
  }
}

self.addEventListener('notificationclick', (event) => {
  const { action, notification } = event
  notification.close()
  event.waitUntil(action === 'take' ? takeHere(notification) : open(where(notification.data ?? {})))
})

async function open(at) {
  const [page] = await pages()
  if (!page) return self.clients.openWindow(`/${at}`)
  page.postMessage({ type: 'alert', at })
  return page.focus()
}

/** Answered without opening the page; what became of it stands where it was asked. */
async function takeHere({ data, title }) {
  const became = await take(data)
  const said = await words.of(became)
  await self.registration.showNotification(said.title, {
    body: `${said.body} ${title}`.trim(),
    tag: data.alert_id,
    silent: true,
    icon: '/icon-192.png',
    badge: '/badge.png',
    data,
  })
}

// ---- what waits

self.addEventListener('sync', (event) => {
  if (event.tag === TAG) event.waitUntil(sendUnwatched())
})

/** An open page sends by itself and shows it. Rejects when the server was not reached: then again. */
async function sendUnwatched() {
  const open = await pages()
  if (open.some((page) => page.visibilityState === 'visible' && new URL(page.url).pathname === '/')) return
  const became = await sendKept()
  if (became === 'cut') throw new Error('the server was not reached')
  if (became === 'sent') return
  const { title, body } = await words.of(became)
  if (Notification.permission !== 'granted') return
  await self.registration.showNotification(title, {
    body,
    tag: TAG,
    icon: '/icon-192.png',
    badge: '/badge.png',
    data: {},
  })
}

/** What it is about, on the page of whoever is told; a crew's job is its first page. */
function where({ about, subject }) {
  const id = encodeURIComponent(subject ?? '')
  if (about === 'referral' || about === 'escalation') return `#/agency/${id}`
  if (about === 'review') return `#/room/incident/${id}`
  return '#/'
}

function pages() {
  return self.clients.matchAll({ type: 'window', includeUncontrolled: true })
}
