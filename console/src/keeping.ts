// What this browser keeps for a time without network: acts that wait, and the last picture of a job.
// A database of the browser, because photos do not fit elsewhere.

const NAME = 'siaga'
const VERSION = 1

export type Shelf = 'acts' | 'last'

let opened: Promise<IDBDatabase> | null = null

function database(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((done, failed) => {
    const asked = indexedDB.open(NAME, VERSION)
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('acts', { keyPath: 'id' })
      asked.result.createObjectStore('last')
    }
    asked.onsuccess = () => {
      asked.result.onversionchange = () => {
        asked.result.close()
        opened = null
      }
      done(asked.result)
    }
    asked.onerror = () => failed(asked.error ?? new Error('indexedDB'))
  }).catch((problem: unknown) => {
    opened = null
    throw problem
  })
  return opened
}

/** Resolves when it is safely on the disk. Rejects with QuotaExceededError when there is no room. */
async function change(shelf: Shelf, act: (store: IDBObjectStore) => void): Promise<void> {
  const transaction = (await database()).transaction(shelf, 'readwrite', { durability: 'strict' })
  act(transaction.objectStore(shelf))
  await new Promise<void>((done, failed) => {
    transaction.oncomplete = () => done()
    transaction.onabort = () => failed(transaction.error ?? new Error('aborted'))
    transaction.onerror = () => failed(transaction.error ?? new Error('failed'))
  })
}

async function ask<Found>(shelf: Shelf, question: (store: IDBObjectStore) => IDBRequest<Found>) {
  const asked = question((await database()).transaction(shelf).objectStore(shelf))
  return new Promise<Found>((done, failed) => {
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => failed(asked.error ?? new Error('failed'))
  })
}

/** What stands there as `turn` makes it; null drops it. → undefined: nothing stood there. */
async function turnAct<Act>(id: string, turn: (act: Act) => Act | null): Promise<Act | null | undefined> {
  let turned: Act | null | undefined
  await change('acts', (store) => {
    const asked = store.get(id) as IDBRequest<Act | undefined>
    asked.onsuccess = () => {
      if (asked.result === undefined) return
      turned = turn(asked.result)
      if (turned === null) store.delete(id)
      else if (turned !== asked.result) store.put(turned)
    }
  })
  return turned
}

export const keeping = {
  putAct: (act: { readonly id: string }) => change('acts', (store) => store.put(act)),
  dropAct: (id: string) => change('acts', (store) => store.delete(id)),
  turnAct,
  acts: <Act>() => ask('acts', (store) => store.getAll()) as Promise<Act[]>,
  put: (key: string, value: unknown) => change('last', (store) => store.put(value, key)),
  get: <Value>(key: string) =>
    ask('last', (store) => store.get(key)) as Promise<Value | undefined>,
  /** The last picture goes with who signs out; acts that wait belong to their account and stay. */
  forget: () => change('last', (store) => store.clear()),
}
