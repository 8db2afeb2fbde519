import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** A document of LokiJS 1.5; it numbers each in its collection. */
interface LokiDocument {
  readonly $loki?: number
  readonly meta?: unknown
}

interface LokiCollection {
  readonly name: string
  readonly data: readonly LokiDocument[]
  get(id: number): LokiDocument | null
  insert(document: LokiDocument): LokiDocument | undefined
  update(document: LokiDocument): unknown
  remove(document: LokiDocument): unknown
  removeBatchByPositions(positions: readonly number[]): unknown
  on(
    event: 'insert' | 'update' | 'delete',
    listener: (documents: LokiDocument | LokiDocument[]) => void,
  ): unknown
}

/** What the journal needs of an open LokiJS database. */
interface LokiDatabase {
  readonly collections: readonly LokiCollection[]
  readonly persistenceAdapter: {
    saveDatabase(file: string, content: string, done: (error?: unknown) => void): void
  }
  getCollection(name: string): LokiCollection | null
  addCollection(name: string, options?: object): LokiCollection
  removeCollection(name: string): void
  saveDatabase(done: (error?: unknown) => void): void
}

/** A store of Azurite: it loads its database when it is initialized, before its server listens. */
export interface JournalledStore {
  readonly db?: LokiDatabase
  init(): Promise<void>
}

/** One change, as a line of JSON. */
type Change =
  | { readonly c: string; readonly put: LokiDocument }
  | { readonly c: string; readonly gone: number }
  | { readonly c: string; readonly made: object }
  | { readonly c: string; readonly dropped: true }

/**
 * Lets what a store acknowledges survive a kill. By itself Azurite holds its lists (which messages there are, which
 * blobs, and where their bytes lie) in memory and saves them every five seconds. With a journal, each change is also
 * with the operating system before the service answers; the journal is replayed at the next start, and ends with the
 * next save. It does not wait for the disk, so it protects against the end of the process, not against that of the
 * machine.
 *
 * @param file The file that the store saves to; journals are beside it, as `file.journal-N`.
 * @param log Told if the end of a journal is damaged.
 */
export function journalStore(store: JournalledStore, file: string, log: (line: string) => void): void {
  const initialize = store.init.bind(store)
  store.init = async () => {
    await initialize()
    const { db } = store
    if (db === undefined) throw new Error('Azurite keeps its lists elsewhere than expected.')
    const journals = journalsOf(file)
    for (const { path } of journals) replay(db, path, log)
    record(db, file, (journals.at(-1)?.number ?? 0) + 1)
    await new Promise<void>((resolve, reject) => {
      db.saveDatabase((error) => (isError(error) ? reject(error) : resolve()))
    })
  }
}

function isError(error: unknown): error is Error {
  return error instanceof Error
}

/** A store's journals, oldest first: more than one if a save did not end. */
function journalsOf(file: string): { readonly number: number; readonly path: string }[] {
  const start = `${basename(file)}.journal-`
  return readdirSync(dirname(file))
    .filter((name) => name.startsWith(start))
    .map((name) => ({ number: Number(name.slice(start.length)), path: join(dirname(file), name) }))
    .sort((left, right) => left.number - right.number)
}

/** Repeats a journal's changes. Those that the last save already holds are made once more, which changes nothing. */
function replay(db: LokiDatabase, path: string, log: (line: string) => void): void {
  /** A document that is made again may get another number. */
  const renumbered = new Map<string, number>()
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue
    let change: Change
    try {
      change = JSON.parse(line) as Change
    } catch {
      // The process ended while it wrote this, so the change was never acknowledged.
      log(`storage: the end of ${basename(path)} is incomplete; it was not acknowledged`)
      return
    }
    if ('dropped' in change) {
      db.removeCollection(change.c)
      continue
    }
    const collection =
      db.getCollection(change.c) ?? db.addCollection(change.c, 'made' in change ? change.made : {})
    if ('made' in change) continue
    const number = 'gone' in change ? change.gone : (change.put.$loki ?? 0)
    const present = collection.get(renumbered.get(`${change.c}/${number}`) ?? number)
    if ('gone' in change) {
      if (present !== null) collection.remove(present)
    } else if (present !== null) {
      const { $loki, meta } = present
      collection.update({
        ...change.put,
        ...($loki === undefined ? {} : { $loki }),
        ...(meta === undefined ? {} : { meta }),
      })
    } else {
      // LokiJS numbers it itself, and refuses one that has a number.
      const fields = Object.entries(change.put).filter(([name]) => name !== '$loki' && name !== 'meta')
      const made = collection.insert(Object.fromEntries(fields) as LokiDocument)
      if (made?.$loki !== undefined) renumbered.set(`${change.c}/${number}`, made.$loki)
    }
  }
}

/** Writes every change from now on into a journal, and begins another with each save. */
function record(db: LokiDatabase, file: string, first: number): void {
  let number = first
  let journal = openSync(`${file}.journal-${number}`, 'a', 0o600)
  const write = (change: Change): void => {
    writeSync(journal, `${JSON.stringify(change)}\n`)
  }
  for (const collection of db.collections) watch(collection, write)
  const addCollection = db.addCollection.bind(db)
  db.addCollection = (name, options = {}) => {
    const isNew = db.getCollection(name) === null
    const collection = addCollection(name, options)
    if (isNew) {
      write({ c: name, made: options })
      watch(collection, write)
    }
    return collection
  }
  const removeCollection = db.removeCollection.bind(db)
  db.removeCollection = (name) => {
    removeCollection(name)
    write({ c: name, dropped: true })
  }
  const adapter = db.persistenceAdapter
  const save = adapter.saveDatabase.bind(adapter)
  adapter.saveDatabase = (path, content, done) => {
    // LokiJS has just made `content`, with no change in between: what comes now belongs to the next journal.
    closeSync(journal)
    number++
    journal = openSync(`${file}.journal-${number}`, 'a', 0o600)
    const current = number
    save(path, content, (error) => {
      if (!isError(error)) {
        for (const old of journalsOf(file)) if (old.number < current) rmSync(old.path, { force: true })
      }
      done(error)
    })
  }
}

function watch(collection: LokiCollection, write: (change: Change) => void): void {
  const c = collection.name
  const put = (documents: LokiDocument | LokiDocument[]): void => {
    for (const document of Array.isArray(documents) ? documents : [documents]) write({ c, put: document })
  }
  collection.on('insert', put)
  collection.on('update', (document) => put(document))
  collection.on('delete', (document) => {
    if (!Array.isArray(document) && document.$loki !== undefined) write({ c, gone: document.$loki })
  })
  const removeBatch = collection.removeBatchByPositions.bind(collection)
  // LokiJS tells listeners of a single removal only.
  collection.removeBatchByPositions = (positions) => {
    const numbers = positions.map((position) => collection.data[position]?.$loki)
    removeBatch(positions)
    for (const gone of numbers) if (gone !== undefined) write({ c, gone })
  }
}
