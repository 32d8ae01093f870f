// Reports that 112 has not got yet, kept on this phone, and the way to send them: shared by the page
// and its service worker, so neither `import` nor `export` stands here. A report keeps its id through
// every try: sent twice, it is one report.
(() => {
  'use strict'
  const NAME = 'siaga-lapor'
  const STORE = 'laporan'
  const PART_BYTES = 128 * 1024
  const DRAFT_LIVES_MS = 24 * 3600 * 1000

  function open() {
    return new Promise((done, failed) => {
      const request = indexedDB.open(NAME, 1)
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' })
      request.onsuccess = () => done(request.result)
      request.onerror = () => failed(request.error)
    })
  }

  async function within(mode, work) {
    const database = await open()
    try {
      return await new Promise((done, failed) => {
        const transaction = database.transaction(STORE, mode)
        const request = work(transaction.objectStore(STORE))
        transaction.oncomplete = () => done(request.result)
        transaction.onerror = transaction.onabort = () => failed(transaction.error)
      })
    } finally {
      database.close()
    }
  }

  const get = (id) => within('readonly', (store) => store.get(id))
  const put = (report) => within('readwrite', (store) => store.put(report))
  const remove = (id) => within('readwrite', (store) => store.delete(id))

  async function all() {
    const found = await within('readonly', (store) => store.getAll())
    const old = found.filter((one) => one.state !== 'unsent' && Date.now() - one.at > DRAFT_LIVES_MS)
    for (const one of old) await remove(one.id)
    return found.filter((one) => !old.includes(one))
  }

  class Refused extends Error {}
  class Later extends Error {}

  async function ask(path, init) {
    let answer
    try {
      answer = await fetch(path, { cache: 'no-store', ...init })
    } catch {
      throw new Later('no signal')
    }
    if (answer.status === 429 || answer.status >= 500) throw new Later(String(answer.status))
    return answer
  }

  function json(body) {
    return {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }
  }

  async function digest(blob) {
    const hash = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
    return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  }

  /** Sends the photo's missing parts. Throws Later when the signal is gone, Refused for no photo. */
  async function upload(report, progress = () => {}, keep = put) {
    const { photo } = report
    if (!photo || report.whole) return
    let offset = 0
    if (report.upload) {
      const known = await ask(`/lapor/foto/${report.upload}`)
      if (known.ok) offset = (await known.json()).offset
      else report.upload = null
    }
    if (!report.upload) {
      const begun = await ask('/lapor/foto', json({ size: photo.size, media_type: photo.type }))
      if (!begun.ok) throw new Refused('photo')
      report.upload = (await begun.json()).upload
      offset = 0
      await keep(report)
    }
    const path = `/lapor/foto/${report.upload}`
    while (offset < photo.size) {
      progress(offset / photo.size)
      const answer = await ask(path, {
        method: 'PUT',
        headers: { 'content-type': 'application/octet-stream', 'upload-offset': String(offset) },
        body: photo.slice(offset, offset + PART_BYTES),
      })
      if (answer.status === 404) {
        report.upload = null
        await keep(report)
        throw new Later('forgotten')
      }
      if (answer.status !== 200 && answer.status !== 409) throw new Refused('photo')
      offset = (await answer.json()).offset
    }
    const finished = await ask(`${path}/selesai`, json({ sha256: await digest(photo) }))
    if (finished.status === 422 || finished.status === 409) throw new Later('changed')
    if (!finished.ok) throw new Refused('photo')
    report.whole = true
    progress(1)
    await keep(report)
  }

  /** 'sent', 'later' or 'refused'; a sent one keeps only where it can be followed. */
  async function send(report, progress) {
    try {
      await upload(report, progress)
      const fields = new URLSearchParams(report.fields)
      if (report.whole) fields.set('photo_upload', report.upload)
      fields.set('form_id', report.id)
      const answer = await ask('/lapor', {
        method: 'POST',
        headers: { accept: 'application/json' },
        body: fields,
      })
      if (!answer.ok) throw new Refused('report')
      const { reference, status, heard } = await answer.json()
      const sent = { id: report.id, at: report.at, state: 'sent', reference, status, heard }
      await put(sent)
      return sent
    } catch (problem) {
      if (problem instanceof Refused) return { ...report, state: 'refused', why: problem.message }
      if (problem instanceof Later) return { ...report, state: 'later', why: problem.message }
      throw problem
    }
  }

  /** Every report that waits, one after the other; one sender at a time in this browser. */
  async function sendAll(told = () => {}) {
    const work = async () => {
      const waiting = (await all()).filter((one) => one.state === 'unsent')
      let left = 0
      for (const report of waiting) {
        const ended = await send(report)
        if (ended.state === 'refused') await put({ ...report, state: 'refused' })
        if (ended.state === 'later') left += 1
        told(ended)
      }
      return left
    }
    return navigator.locks ? navigator.locks.request('lapor-kirim', work) : work()
  }

  globalThis.antrean = { get, put, remove, all, upload, send, sendAll, Later, Refused }
})()
