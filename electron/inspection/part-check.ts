import { worstFirst } from '../domain/finding-gravity'
import type { Finding, FindingKind } from '../domain/schema/inspection'
import { hasHalfCharacter } from './half-character'
import type { ScalarType } from '../domain/scalar-type'
import type { Cell } from '../local-cluster/answers/result-table'
import type { DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import { keptExamples, type RecordPlace } from './chunk'
import { monthFirst, planCells } from './cells'
import { FindingsBook } from './findings-book'
import { changedNumbers } from './dynamic-values'
import type { KeptRow, Part } from './part'
import { noteKeyGaps, noteRepeatedKeys } from './key-findings'
import { emptyOfKeyed, keyIsThere } from './key-gaps'
import { exampleAfter, markedOf, type ExampleAt, type Marked } from './marked'
import type { Probe } from './probe'
import {
  changedValues,
  countMisfits,
  dateOrders,
  dayFirstFinding,
  epochFacts,
  examplesSql,
  lostValues,
  suspectSql,
  triedTypes,
  withDateOrder,
  type Ask,
  type DateOrder,
} from './suspects'
import { longestString, Tally, type Suspicion } from './tally'
import type { TallyOptions } from './tally-plan'
import { addToTallies, noteOddTexts, tallyStatements, type ReadTallies } from './tally-statement'
import { UnreadKeys } from './unread-keys'
import type { LostKind } from './value-kinds'

/** Fields whose values are looked for by conditions of their own. */
const mostConditions = 100

/** Rows with findings that are kept whole. */
const keptRows = 500

/** So many parts are marked for their distinct values at first, and one of so many after that. */
const markedParts = 2
const markedShare = 8

/** Judges a source part by part against a target, and gathers what it finds. */
export class PartCheck {
  readonly tallies: readonly Tally[]
  readonly book = new FindingsBook()
  readonly rows = new Map<number, KeptRow>()
  readonly #engine: DuckDbEngine
  readonly #table: string
  readonly example: ExampleAt
  readonly #unreadKeys: UnreadKeys
  readonly #orders = new Map<Tally, DateOrder>()
  #parts = 0
  /** How often the table was made. */
  #keptParts = 0
  /** Records that were judged, and rows that are none. */
  records = 0
  otherRows = 0

  /**
   * @param options.table Name of a table that this check may make and replace.
   * @param options.inferred Types whose fit is followed, by probe.
   * @param options.header How many records come before those that are judged; none if left out.
   */
  constructor(
    engine: DuckDbEngine,
    probes: readonly Probe[],
    options: {
      readonly table: string
      readonly inferred: readonly ScalarType[]
      readonly header?: number
    },
  ) {
    this.#engine = engine
    this.#table = options.table
    this.example = exampleAfter(options.header ?? 0)
    this.#unreadKeys = new UnreadKeys(engine, probes, this)
    this.tallies = probes.map((probe, index) => {
      const tally = new Tally(probe)
      const type = options.inferred[index] ?? 'string'
      if (type !== 'string') tally.lost.set(type, 0)
      return tally
    })
  }

  /**
   * Judges one part. Nothing of it is taken if it cannot be read.
   *
   * @throws EngineError.
   */
  async add(part: Part, signal: AbortSignal): Promise<void> {
    const isAll = part.condition === 'true'
    const misfits = this.tallies.map(({ lost }) => [...lost.values()].pop() ?? 0)
    const read = await this.#readPart(part, signal)
    this.#parts++
    const emptyBefore = emptyOfKeyed(this.tallies)
    const presentBefore = this.tallies.map(({ present }) => present)
    const records = read[0]?.records ?? 0
    const suspicions = read.flatMap(addToTallies)
    this.records += records
    const others = isAll ? 0 : await this.#countOthers(part, records, signal)
    // Of types that were given up already, it is known that values do not fit.
    const misfitting = this.tallies.filter(
      ({ lost }, index) => ([...lost.values()].pop() ?? 0) > (misfits[index] ?? 0),
    )
    await noteRepeatedKeys(this.#engine, part, this, signal)
    await this.#unreadKeys.add(part, this.tallies, presentBefore, signal)
    const open = suspicions.filter((suspicion) => !this.#settle(suspicion))
    if (emptyOfKeyed(this.tallies) > emptyBefore) await noteKeyGaps(this.#engine, part, this, signal)
    if (open.length === 0 && misfitting.length === 0 && others === 0) return
    // A condition for each of many fields takes longer than rows that are kept in vain.
    const isOfFew = open.length + misfitting.length <= mostConditions
    await this.#keepPart(part, signal, isOfFew ? suspectSql(open, misfitting) : 'true')
    const numbers = new Map<number, RecordPlace | undefined>()
    const found: (() => void)[] = []
    if (others > 0) found.push(await this.#findOthers(part, numbers, signal))
    for (const suspicion of open) found.push(await this.#lookCloser(suspicion, numbers, signal))
    for (const tally of misfitting) await this.#correctType(tally, signal)
    const sorted = [...numbers.keys()].sort((left, right) => left - right)
    for (const [index, place] of (await part.places(sorted)).entries()) numbers.set(sorted[index] ?? 0, place)
    for (const write of found) write()
    await this.#keepRows(numbers, signal)
  }

  /** Adds the part up, and changes nothing yet. */
  async #readPart(
    { relation, condition, hasLongTexts, documents }: Part,
    signal: AbortSignal,
  ): Promise<ReadTallies[]> {
    const from = condition === 'true' ? relation : `(SELECT * FROM ${relation} WHERE ${condition})`
    const countsDistinct = this.#parts < markedParts || this.#parts % markedShare === 0
    // Most sources have one part: what it has is not tried twice.
    const options = { hasLongTexts, countsDistinct, documents, triesPlain: this.#parts > 0 }
    const read = await this.#readTallies(from, options, signal)
    return options.triesPlain && noteOddTexts(read) ? await this.#readTallies(from, options, signal) : read
  }

  async #readTallies(from: string, options: TallyOptions, signal: AbortSignal): Promise<ReadTallies[]> {
    const read: ReadTallies[] = []
    const isThere = await keyIsThere(this.tallies, from, this.#ask(signal))
    const there = this.tallies.filter(isThere)
    for (const statement of tallyStatements(there, from, options)) {
      read.push(statement.read(await this.#rows(statement.sql, signal)))
    }
    const others = this.tallies.filter((tally) => !isThere(tally))
    const records = read[0]?.records ?? 0
    return [...read, { tallies: others, records, cells: others.map(() => []) }]
  }

  /** What was found in the parts so far. */
  findings(isExact: boolean): Finding[] {
    const dates = [...this.#orders].flatMap(
      ([{ probe }, order]) => dayFirstFinding(probe, order, isExact) ?? [],
    )
    return worstFirst([...withDateOrder(this.book.list(isExact), this.#orders), ...dates])
  }

  /** Whether the dates of a probe are taken to be day first, so that those that could be either arrive changed. */
  isDayFirst(probe: Probe): boolean {
    const order = [...this.#orders].find(([tally]) => tally.probe === probe)?.[1]
    return order !== undefined && order.dayFirst > 0 && order.monthFirst === 0
  }

  /** Whether dates of a probe whose day and month can be confused may be day first: nothing says that they are not. */
  hasDoubtfulDates(probe: Probe): boolean {
    const order = [...this.#orders].find(([tally]) => tally.probe === probe)?.[1]
    return order !== undefined && order.either > 0 && (order.monthFirst === 0 || order.dayFirst > 0)
  }

  async dispose(): Promise<void> {
    if (this.#keptParts > 0) await this.#engine.run(`DROP TABLE IF EXISTS ${this.#table}`)
  }

  /** Counts what is found in a part if enough examples of it are kept. Returns false if more has to be known. */
  #settle({ tally, kinds, orders, tooLong, altered }: Suspicion): boolean {
    const { probe } = tally
    const column = probe.column ?? probe.name
    if (kinds === undefined || tooLong > 0 || altered > 0) return false
    const found = [...kinds].map(([kind, count]) => ({ kind: kind as LostKind | 'blank', count }))
    if (found.some(({ kind }) => kind !== 'blank' && !this.book.isFull(kind, column))) return false
    const either = orders?.get('either') ?? 0
    const order = this.#orderOf(tally)
    // It may be these dates that tell the day from the month.
    if (order.dayFirst === 0 && found.some(({ kind }) => kind === 'dayFirst')) return false
    if (either > 0 && order.examples.length < keptExamples) return false
    order.either += either
    order.monthFirst += orders?.get('sure') ?? 0
    for (const { kind, count } of found)
      if (!this.#addBlank(tally, kind, count)) this.book.add(kind, 'null', column, { count })
    return true
  }

  /** Counts blank values as empty. Returns false for what is a finding. */
  #addBlank(tally: Tally, kind: LostKind | 'blank', count: number): kind is 'blank' {
    if (kind !== 'blank') return false
    tally.blank += count
    tally.becomeNull -= count
    return true
  }

  /** Keeps the part's rows that are no records or for which `suspect` is true. */
  async #keepPart({ relation, condition }: Part, signal: AbortSignal, suspect = 'true'): Promise<void> {
    const numbered = `SELECT row_number() OVER () AS rn, * FROM ${relation}`
    const kept = `ok IS NOT true OR ${suspect}`
    this.#keptParts++
    await this.#rows(
      `CREATE OR REPLACE TABLE ${this.#table} AS SELECT * FROM (
         SELECT *, (${condition}) AS ok FROM (${numbered})) WHERE ${kept}`,
      signal,
    )
  }

  async #countOthers({ relation }: Part, records: number, signal: AbortSignal): Promise<number> {
    const [row] = await this.#rows(`SELECT count(*) FROM ${relation}`, signal)
    return Number(row?.[0] ?? 0) - records
  }

  /** Rows that are no records: lines that are no JSON objects. */
  async #findOthers(
    _part: Part,
    numbers: Map<number, RecordPlace | undefined>,
    signal: AbortSignal,
  ): Promise<() => void> {
    const rows = await this.#rows(
      `SELECT rn, count(*) OVER () FROM ${this.#table} WHERE ok IS NOT true ORDER BY rn LIMIT ${keptExamples}`,
      signal,
    )
    const count = Number(rows[0]?.[1] ?? 0)
    this.otherRows += count
    const found = rows.map(([rn]) => Number(rn))
    for (const rn of found) numbers.set(rn, undefined)
    return () => {
      const examples = found.map((rn) => {
        const place = numbers.get(rn)
        const isHalf = hasHalfCharacter(place?.raw ?? '')
        return { isHalf, example: this.example(place, place?.raw?.slice(0, 200) ?? null, null) }
      })
      const half = examples.filter(({ isHalf }) => isHalf).map((one) => one.example)
      const others = examples.filter(({ isHalf }) => !isHalf).map((one) => one.example)
      if (half.length > 0)
        this.book.add('loneSurrogate', 'leftOut', null, { count: half.length, examples: half })
      const rest = count - half.length
      if (rest > 0) this.book.add('notJson', 'leftOut', null, { count: rest, examples: others })
    }
  }

  async #lookCloser(
    { tally, lost, otherDates, tooLong, altered }: Suspicion,
    numbers: Map<number, RecordPlace | undefined>,
    signal: AbortSignal,
  ): Promise<() => void> {
    const writes: (() => void)[] = []
    const { probe } = tally
    const column = probe.column ?? probe.name
    const note = (
      kind: FindingKind,
      effect: Finding['effect'],
      count: number,
      examples: readonly Marked[],
      becomes: (text: string) => string | null = () => null,
      facts: Finding['facts'] = {},
    ): void => {
      for (const { n } of examples) numbers.set(n, undefined)
      writes.push(() =>
        this.book.add(kind, effect, column, {
          count,
          examples: examples.map(({ n, v }) => this.example(numbers.get(n), v, becomes(v))),
          ...(probe.type === null ? {} : { facts: { type: probe.type, ...facts } }),
        }),
      )
    }
    if (lost > 0 && probe.type !== null) {
      for (const { kind, count, examples, dayFirst } of await lostValues(
        this.#ask(signal),
        this.#table,
        probe,
        probe.type,
      )) {
        if (this.#addBlank(tally, kind, count)) continue
        if (dayFirst > 0) this.#orderOf(tally).dayFirst += dayFirst
        const kept = this.book.isFull(kind, column) ? [] : examples
        note(kind, 'null', count, kept, undefined, epochFacts(kind, probe, kept))
      }
    }
    if (otherDates > 0) await this.#dateOrders(tally, numbers, writes, signal)
    if (tooLong > 0) {
      const sql = `SELECT ${examplesSql} FROM (SELECT rn, ${probe.text} AS v FROM ${this.#table} WHERE ok) WHERE strlen(v) > ${longestString}`
      const [row] = await this.#rows(sql, signal)
      note('tooLong', 'cut', tooLong, markedOf(row?.[0]), (text) => `${text}…`)
    }
    if (altered > 0) await this.#changedValues(probe, numbers, writes, signal)
    return () => {
      for (const write of writes) write()
    }
  }

  /** Values that do arrive, as others. */
  async #changedValues(
    probe: Probe,
    numbers: Map<number, RecordPlace | undefined>,
    writes: (() => void)[],
    signal: AbortSignal,
  ): Promise<void> {
    const { type, name, column } = probe
    if (type === null) return
    const ask = this.#ask(signal)
    const changed = await changedValues(ask, this.#table, probe)
    const ofNumbers = type === 'dynamic' ? await changedNumbers(ask, this.#table, probe) : []
    for (const { kind, count, examples } of [...changed, ...ofNumbers]) {
      for (const { n } of examples) numbers.set(n, undefined)
      // In a dynamic value, a number that is written in another way is the same.
      const isSame = type === 'dynamic' && kind === 'numberRewritten'
      writes.push(() =>
        this.book.add(kind, isSame ? 'none' : 'changed', column ?? name, {
          count,
          examples: examples.map(({ n, v, w = null }) => this.example(numbers.get(n), v, w)),
          facts: { type },
        }),
      )
    }
  }

  /** Dates such as 05/04/2024 that do arrive, month first. */
  async #dateOrders(
    tally: Tally,
    numbers: Map<number, RecordPlace | undefined>,
    writes: (() => void)[],
    signal: AbortSignal,
  ): Promise<void> {
    const order = this.#orderOf(tally)
    for (const { kind, count, examples: all } of await dateOrders(
      this.#ask(signal),
      this.#table,
      tally.probe,
    )) {
      if (kind === 'sure') {
        order.monthFirst += count
        continue
      }
      order.either += count
      const left = Math.max(0, keptExamples - order.examples.length)
      const examples = all.slice(0, left)
      for (const { n } of examples) numbers.set(n, undefined)
      writes.push(() => {
        order.examples.push(...examples.map(({ n, v }) => this.example(numbers.get(n), v, monthFirst(v))))
      })
    }
  }

  #orderOf(tally: Tally): DateOrder {
    const order = this.#orders.get(tally) ?? { dayFirst: 0, monthFirst: 0, either: 0, examples: [] }
    this.#orders.set(tally, order)
    return order
  }

  /** Takes a wider type where values that are no words for nothing do not fit. */
  async #correctType(tally: Tally, signal: AbortSignal): Promise<void> {
    const current = [...tally.lost.keys()].pop()
    if (current === undefined) return
    const tried = triedTypes(current)
    const misfits = await countMisfits(this.#ask(signal), this.#table, tally.probe, tried)
    if ((misfits[0] ?? 0) === 0) return
    const next = tried.find((_, index) => index > 0 && misfits[index] === 0)
    tally.lost.set(next ?? 'string', 0)
  }

  async #keepRows(numbers: ReadonlyMap<number, RecordPlace | undefined>, signal: AbortSignal): Promise<void> {
    const wanted = [...numbers.keys()].slice(0, keptRows - this.rows.size)
    if (wanted.length === 0) return
    const cells = planCells(this.tallies)
    const rows = await this.#rows(
      `SELECT rn, ok IS NOT true, ${cells.sql} FROM ${this.#table} WHERE rn IN (${wanted.join(', ')}) ORDER BY rn`,
      signal,
    )
    for (const [rn, isOut, ...values] of rows) {
      const place = numbers.get(Number(rn))
      const record = place?.record ?? null
      if (place !== undefined && record !== null)
        this.rows.set(record, { place, cells: cells.read(values), isOut: isOut === true })
    }
  }

  #ask(signal: AbortSignal): Ask {
    return (sql) => this.#rows(sql, signal)
  }

  async #rows(sql: string, signal: AbortSignal): Promise<Cell[][]> {
    return await this.#engine.interruptibleRows(sql, signal)
  }
}
