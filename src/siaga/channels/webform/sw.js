// The report page without a signal: its files from the last visit, and what waits is sent later.
'use strict'
importScripts('/lapor/antrean.js')

const CACHE = 'lapor-2'
const PAGES = ['/lapor', '/lapor/layanan']
const FILES = [
  '/lapor/lapor.css',
  '/lapor/lapor.js',
  '/lapor/simpan.js',
  '/lapor/antrean.js',
  '/lapor/ikon.svg',
  '/lapor/ikon-192.png',
  '/lapor/manifest.webmanifest',
]
const PATIENCE_MS = 4000

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([...PAGES, ...FILES]))
      .then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((n) => n !== CACHE).map((n) => caches.delete(n))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate' && PAGES.includes(pathname))
    event.respondWith(page(request, pathname))
  else if (FILES.includes(pathname)) event.respondWith(file(event, request))
})

/** From the network, unless it is gone or slow: then the page of the last visit. */
async function page(request, at) {
  const cache = await caches.open(CACHE)
  const fresh = fetch(request).then((answer) => {
    if (answer.ok && !new URL(request.url).search) void cache.put(at, answer.clone())
    return answer
  })
  fresh.catch(() => undefined) // told below, or too late to matter
  const kept = new Promise((done) => setTimeout(done, PATIENCE_MS)).then(() => cache.match(at))
  try {
    return (await Promise.race([fresh, kept])) ?? (await fresh)
  } catch {
    return (await cache.match(at)) ?? Response.error()
  }
}

/** At once from the last visit, and brought up to date behind it. */
async function file(event, request) {
  const cache = await caches.open(CACHE)
  const kept = await cache.match(request, { ignoreSearch: true })
  const fresh = fetch(request).then((answer) => {
    if (answer.ok) void cache.put(request, answer.clone())
    return answer
  })
  if (!kept) return fresh
  event.waitUntil(fresh.catch(() => undefined))
  return kept
}

self.addEventListener('sync', (event) => {
  if (event.tag !== 'lapor-kirim') return
  event.waitUntil(
    self.antrean.sendAll().then((left) => {
      if (left) throw new Error('not all of them yet') // the browser tries again by itself
    }),
  )
})
