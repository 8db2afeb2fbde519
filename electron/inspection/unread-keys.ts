import { keyPath } from '../domain/ingestion-mapping'
import type { DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import { quoteText } from '../local-cluster/engine/sql-text'
import { enginePath } from '../local-cluster/loading/json-path'
import { keptExamples } from './chunk'
import type { FindingsBook } from './findings-book'
import { keyedColumns } from './key-gaps'
import { markedOf, type ExampleAt, type Marked } from './marked'
import type { Part } from './part'
import type { Probe } from './probe'
import type { Tally } from './tally'

/** Keys that are told one by one; of the others it is told how many there are. */
const toldKeys = 100

/** Notes values of keys that go nowhere: those that no record of the sample has, and those like a column's but for their case. */
export class UnreadKeys {
  readonly #engine: DuckDbEngine
  readonly #book: FindingsBook
  readonly #example: ExampleAt
  /** Keys that a probe follows. */
  readonly #known: ReadonlySet<string | number>
  readonly #isAllRead: boolean
  /** The column and the key that it takes, by that key in lower case. */
  readonly #columns: ReadonlyMap<string, { readonly key: string; readonly column: string }>
  /** Keys that the sample did not have. */
  readonly #late = new Set<string>()

  constructor(
    engine: DuckDbEngine,
    probes: readonly Probe[],
    { book, example }: { readonly book: FindingsBook; readonly example: ExampleAt },
  ) {
    this.#engine = engine
    this.#book = book
    this.#example = example
    const toColumns = probes.filter(({ column }) => column !== null)
    this.#known = new Set(probes.flatMap(({ steps }) => steps?.[0] ?? []))
    this.#isAllRead = toColumns.length === 0 || toColumns.some(({ steps }) => steps?.length === 0)
    this.#columns = new Map(keyedColumns(probes).map((one) => [one.key.toLowerCase(), one]))
  }

  /** @param present How many values each tally had before the part was added. */
  async add(
    part: Part,
    tallies: readonly Tally[],
    present: readonly number[],
    signal: AbortSignal,
  ): Promise<void> {
    if (part.keys === undefined || this.#isAllRead) return
    const late = [...part.keys.own].filter((key) => !this.#known.has(key))
    const told = late.filter((key) => this.#late.has(key) || this.#late.size < toldKeys)
    for (const key of told) this.#late.add(key)
    const grown = tallies.flatMap(({ probe, present: now }, index) => {
      const { column, recordKey } = probe
      const isVariant =
        column === null && recordKey !== undefined && this.#columnLike(recordKey) !== undefined
      return isVariant && now > (present[index] ?? 0) ? [recordKey] : []
    })
    const keys = [...told, ...grown]
    if (late.length > told.length)
      this.#book.add('extraField', 'unread', null, { count: late.length - told.length })
    if (keys.length === 0) return
    const found = await this.#valuesOf(part, keys, signal)
    const numbers = [
      ...new Set(found.flatMap(({ both, alone }) => [...both.examples, ...alone.examples].map(({ n }) => n))),
    ]
    numbers.sort((left, right) => left - right)
    const places = await part.places(numbers)
    const placeOf = new Map(numbers.map((number, index) => [number, places[index]]))
    const examplesOf = (marked: readonly Marked[]): ReturnType<ExampleAt>[] =>
      marked.map(({ n, v, w = null }) => this.#example(placeOf.get(n), v, w))
    for (const { key, both, alone } of found) {
      const column = this.#columnLike(key)?.column
      const tell = (effect: 'unread' | 'null', { count, examples }: Values): void => {
        if (count === 0) return
        const facts = column === undefined ? { path: keyPath(key) } : { target: column }
        const kind = column === undefined ? 'extraField' : 'caseDiffers'
        this.#book.add(kind, effect, key, { count, examples: examplesOf(examples), facts })
      }
      tell('unread', both)
      tell(column === undefined ? 'unread' : 'null', alone)
    }
  }

  /** The column whose key differs from a key in upper and lower case only. */
  #columnLike(key: string): { readonly key: string; readonly column: string } | undefined {
    return this.#columns.get(key.toLowerCase())
  }

  /** The values of keys: those of records that have the column's own key too, and the others. */
  async #valuesOf(
    { relation, condition }: Part,
    keys: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly key: string; readonly both: Values; readonly alone: Values }[]> {
    const at = (key: string): string => quoteText(enginePath([key]))
    const columns = keys.map((key, index) => {
      const own = this.#columnLike(key)
      const kept = own === undefined ? 'NULL' : `json_extract_string(json, ${at(own.key)})`
      const isBoth = own === undefined ? 'false' : `json_exists(json, ${at(own.key)})`
      return `json_extract_string(json, ${at(key)}) AS v${index}, ${kept} AS w${index}, ${isBoth} AS b${index}`
    })
    const aggregates = keys.flatMap((_, index) =>
      [`b${index}`, `NOT b${index}`].flatMap((which) => {
        const filter = `FILTER (v${index} IS NOT NULL AND ${which})`
        const example = `{'n': rn, 'v': left(v${index}, 200), 'w': left(w${index}, 200)}`
        return [`count(*) ${filter}`, `to_json(arg_min(${example}, rn, ${keptExamples}) ${filter})`]
      }),
    )
    const [row = []] = await this.#engine.interruptibleRows(
      `SELECT ${aggregates.join(', ')} FROM (SELECT rn, ${columns.join(', ')}
         FROM (SELECT row_number() OVER () AS rn, * FROM ${relation}) WHERE ${condition})`,
      signal,
    )
    const values = (from: number): Values => ({
      count: Number(row[from] ?? 0),
      examples: markedOf(row[from + 1]),
    })
    return keys.map((key, index) => ({ key, both: values(index * 4), alone: values(index * 4 + 2) }))
  }
}

interface Values {
  readonly count: number
  readonly examples: readonly Marked[]
}
