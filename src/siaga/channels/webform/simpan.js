// Nothing written is lost: a draft and every unsent report stay on this phone until 112 has them.
import '/lapor/antrean.js'

const queue = globalThis.antrean
const form = document.getElementById('report')
const box = document.getElementById('queue')
const photoInput = document.getElementById('photo')
const photoTold = document.getElementById('photo-told')
const idField = form.elements.namedItem('form_id')
const uploadField = form.elements.namedItem('photo_upload')
const isService = Boolean(form?.elements.namedItem('service'))
const DRAFT = isService ? 'draft-layanan' : 'draft'
const RETRY_MS = [3_000, 5_000, 10_000, 20_000, 30_000]
const KEPT = ['service', 'joins', 'words', 'incident_type', 'area', 'address', 'name', 'number', 'lang']
const PLACE = ['latitude', 'longitude', 'accuracy_m', 'drop_location', 'website']

const word = (name) => box.getAttribute(`data-${name}`)
let tries = 0
let timer = 0
let draft = null // what is being written, with its photo
let uploading = null

function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const now = Date.now()
  for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) & 255
  bytes[6] = (bytes[6] & 15) | 112
  bytes[8] = (bytes[8] & 63) | 128
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

function fields() {
  const data = new FormData(form)
  return [...KEPT, ...PLACE].flatMap((name) => {
    const value = data.get(name)
    return typeof value === 'string' && value ? [[name, value]] : []
  })
}

// ---- what waits, and what became of it

function line(tag, text) {
  const made = document.createElement(tag)
  made.textContent = text
  return made
}

function button(text, act) {
  const made = line('button', text)
  made.type = 'button'
  made.addEventListener('click', () => void act())
  return made
}

const clock = (at) => new Date(at).toTimeString().slice(0, 5).replace(':', '.')

async function show() {
  const reports = (await queue.all()).filter((one) => one.state !== 'draft')
  box.textContent = ''
  box.hidden = !reports.length && !draft?.back
  for (const report of reports.filter((one) => one.state === 'unsent')) {
    const part = document.createElement('div')
    part.className = 'waits'
    part.append(line('b', `${word('unsent')} · ${clock(report.at)}`))
    part.append(line('p', word('unsent-why')), line('p', word('unsent-call')))
    part.append(button(word('send-now'), sendAll))
    part.append(button(word('delete'), () => drop(report.id)))
    box.append(part)
  }
  for (const report of reports.filter((one) => one.state === 'sent')) {
    const part = document.createElement('div')
    part.className = 'sent'
    part.append(line('b', `${word('taken')} · ${clock(report.at)} · ${report.reference}`))
    if (report.heard === 'urgent') part.append(line('p', word('thanks-urgent')))
    const link = line('a', word('follow'))
    link.href = `${report.status}/baru`
    const follow = document.createElement('p')
    follow.append(link)
    part.append(follow, button(word('close'), () => drop(report.id)))
    box.append(part)
  }
  if (draft?.back) {
    box.append(line('p', word('draft-back')), button(word('draft-clear'), clearDraft))
  }
}

async function drop(id) {
  await queue.remove(id)
  await show()
}

async function sendAll() {
  clearTimeout(timer)
  const left = await queue.sendAll((ended) => {
    if (ended.state === 'refused') giveBack(ended)
  })
  await show()
  if (!left) return
  timer = setTimeout(() => void sendAll(), RETRY_MS[Math.min(tries, RETRY_MS.length - 1)])
  tries += 1
}

/** The server wants something corrected: the form comes back filled in, and is sent as a form. */
function giveBack(report) {
  if (isService !== report.fields.some(([name]) => name === 'service')) return // of the other form
  void queue.remove(report.id)
  if (form.elements.namedItem('words').value) return
  fill(report.fields)
  form.submit()
}

// ---- sending

async function submit(event) {
  event.preventDefault()
  event.stopImmediatePropagation()
  const send = document.getElementById('send')
  send.disabled = true
  send.textContent = form.dataset.sending
  const report = { id: idField.value, at: Date.now(), state: 'unsent', fields: fields() }
  if (draft?.photo) Object.assign(report, photoOf(draft))
  else if (uploadField.value) report.fields.push(['photo_upload', uploadField.value])
  uploading?.stop()
  try {
    await queue.put(report)
    await queue.remove(DRAFT)
  } catch {
    form.submit() // no room on this phone: as any browser sends it
    return
  }
  const ended = await queue.send(report, (share) => progress('photo-sending', share))
  if (ended.state === 'sent') {
    await queue.remove(report.id) // the next page says all of it
    const language = box.dataset.lang === 'en' ? '&lang=en' : ''
    const token = ended.status.split('/').pop()
    const heard = ended.heard ? `&heard=${ended.heard}` : ''
    window.location.assign(`/lapor/terima?ref=${ended.reference}&s=${token}${language}${heard}`)
    return
  }
  if (ended.state === 'refused') {
    await queue.remove(report.id)
    if (ended.why === 'photo') photoInput.value = ''
    if (report.whole) {
      uploadField.value = report.upload
      photoInput.value = ''
    }
    form.submit()
    return
  }
  draft = null
  form.reset()
  idField.value = uuid7()
  ready(send)
  await show()
  box.scrollIntoView()
  await later()
}

function ready(send) {
  send.disabled = false
  send.textContent = send.dataset.label
}

/** By the browser itself where it can, and by this page while it is open. */
async function later() {
  timer = setTimeout(() => void sendAll(), RETRY_MS[0])
  const registration = await navigator.serviceWorker?.getRegistration('/lapor')
  await registration?.sync?.register('lapor-kirim').catch(() => undefined)
}

// ---- the draft and its photo

function photoOf({ photo, upload, whole }) {
  return { photo, upload: upload ?? null, whole: whole ?? false }
}

let saving = 0
function save() {
  clearTimeout(saving)
  saving = setTimeout(() => void saveNow(), 400)
}

async function saveNow() {
  const written = fields().filter(([name]) => name !== 'lang' && name !== 'service')
  if (!written.length && !draft?.photo) return
  const kept = draft?.photo ? photoOf(draft) : {}
  await queue.put({ id: DRAFT, at: Date.now(), state: 'draft', fields: written, ...kept })
}

function fill(written) {
  for (const [name, value] of written) {
    const control = form.elements.namedItem(name)
    if (control instanceof RadioNodeList) control.value = value
    else if (control && control.type === 'checkbox') control.checked = true
    else if (control) control.value = value
  }
}

async function clearDraft() {
  uploading?.stop()
  draft = null
  await queue.remove(DRAFT)
  form.reset()
  photoTold.textContent = ''
  await show()
}

function progress(name, share) {
  photoTold.textContent = `${word(name)} ${Math.round(share * 100)} %`
}

/** A photo goes ahead while the rest is written, and goes on by itself after every cut. */
function sendPhoto() {
  uploading?.stop()
  let stopped = false
  uploading = { stop: () => (stopped = true) }
  const report = {
    ...{ id: DRAFT, at: Date.now(), state: 'draft', ...photoOf(draft) },
    get fields() {
      return fields() // as they are whenever it is kept
    },
  }
  const keep = (kept) => (stopped ? undefined : queue.put(kept))
  const told = (now) => {
    if (stopped) throw new queue.Later('stopped')
    share = now
    progress('photo-sending', share)
  }
  let share = 0
  const work = async (attempt) => {
    if (stopped) return
    try {
      await queue.upload(report, told, keep)
      Object.assign(draft, photoOf(report))
      photoTold.textContent = word('photo-ready')
    } catch (problem) {
      if (stopped) return
      Object.assign(draft, photoOf(report))
      if (problem instanceof queue.Refused) {
        photoTold.textContent = word('photo-bad')
        draft.photo = null
        photoInput.value = ''
        return
      }
      progress('photo-waits', share)
      setTimeout(() => void work(attempt + 1), RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)])
    }
  }
  void work(0)
}

function photoChosen() {
  const photo = photoInput.files?.[0] ?? null
  draft = { ...draft, photo, upload: null, whole: false }
  if (!photo) return
  void saveNow().then(sendPhoto)
}

// ---- beginning

async function begin() {
  const send = document.getElementById('send')
  send.dataset.label = send.textContent
  const kept = await queue.get(DRAFT)
  const wrong = document.getElementById('errors') !== null
  // An old copy of the page, or one that was gone back to, must not use its id a second time.
  if (!wrong) idField.value = uuid7()
  else if (uploadField.value) photoTold.textContent = word('photo-ready')
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) idField.value = uuid7()
  })
  if (kept && !wrong) {
    fill(kept.fields)
    draft = { ...photoOf(kept), back: true }
    form.dispatchEvent(new Event('change'))
    if (kept.photo) sendPhoto()
  }
  form.addEventListener('submit', (event) => void submit(event), true)
  form.addEventListener('input', save)
  photoInput.addEventListener('change', photoChosen)
  window.addEventListener('online', () => void sendAll())
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void sendAll()
  })
  if (navigator.serviceWorker) {
    void navigator.serviceWorker.register('/lapor/sw.js', { scope: '/lapor' }).catch(() => undefined)
  }
  await show()
  await sendAll()
}

// Without a store, or without a digest (a page that is not secure), the form is sent as it always was.
if (globalThis.indexedDB && globalThis.crypto?.subtle && form) void begin()
