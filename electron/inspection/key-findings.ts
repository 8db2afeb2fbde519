import type { RepeatedKey } from './record-keys'
import type { DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import { keptExamples } from './chunk'
import { repeatedInTexts } from './dynamic-values'
import type { FindingsBook } from './findings-book'
import { keyedColumns, keyGaps, keySetsOf } from './key-gaps'
import type { ExampleAt } from './marked'
import type { Part } from './part'
import { becomesDynamic } from './probe'
import type { Tally } from './tally'

/** What is known of a source while its keys are looked at. */
interface KeyCheck {
  readonly tallies: readonly Tally[]
  readonly book: FindingsBook
  readonly example: ExampleAt
}

/** Notes keys that an object has twice: of two values, one is lost. */
export async function noteRepeatedKeys(
  engine: DuckDbEngine,
  part: Part,
  { tallies, book, example }: KeyCheck,
  signal: AbortSignal,
): Promise<void> {
  const repeated: RepeatedKey[] = [...(part.keys?.repeated ?? [])]
  const ask = (sql: string): ReturnType<typeof engine.interruptibleRows> =>
    engine.interruptibleRows(sql, signal)
  const isRead = readKeys(tallies)
  for (const { probe } of tallies) {
    const traits = part.documents?.get(probe.ordinal ?? -1)
    if (becomesDynamic(probe) && traits?.mayRepeatKeys !== false)
      repeated.push(...(await repeatedInTexts(ask, part, probe)))
  }
  const byKey = new Map<string, RepeatedKey[]>()
  for (const one of repeated) {
    const { path, kept, lost } = one
    // What says the same twice loses nothing, and neither does what goes nowhere.
    const isLost = kept !== lost && isRead(path[0] ?? '')
    const key = JSON.stringify([path.join('.'), isLost ? 'unread' : 'none'])
    const known = byKey.get(key)
    if (known === undefined) byKey.set(key, [one])
    else known.push(one)
  }
  for (const [key, all] of byKey) {
    const [column, effect] = JSON.parse(key) as [string, 'unread' | 'none']
    const first = all.slice(0, keptExamples)
    const numbers = [...new Set(first.map(({ number }) => number))]
    const places = await part.places(numbers)
    const examples = first.map(({ number, kept, lost }) =>
      example(places[numbers.indexOf(number)], lost, kept),
    )
    book.add('keyTwice', effect, column, { count: all.length, examples })
  }
}

/** Whether a column takes something of what stands under a key of a record; without a target, everything counts. */
function readKeys(tallies: readonly Tally[]): (key: string) => boolean {
  const probes = tallies.map(({ probe }) => probe).filter(({ column }) => column !== null)
  const isAll = probes.length === 0 || probes.some(({ steps }) => steps?.length === 0)
  const roots = new Set(probes.map(({ steps, column }) => steps?.[0] ?? column))
  return (key) => isAll || roots.has(key)
}

/** Notes columns that records leave null although they hold keys that go nowhere. */
export async function noteKeyGaps(
  engine: DuckDbEngine,
  part: Part,
  { tallies, book, example }: KeyCheck,
  signal: AbortSignal,
): Promise<void> {
  const probes = tallies.map(({ probe }) => probe)
  const gaps = keyGaps(await keySetsOf(engine, part, probes, signal), keyedColumns(probes))
  const numbers = [...new Set(gaps.flatMap((gap) => gap.numbers))].sort((left, right) => left - right)
  const places = await part.places(numbers)
  const placeOf = new Map(numbers.map((number, index) => [number, places[index]]))
  for (const { column, unread, records, numbers: first } of gaps) {
    const examples = first.map((number) => example(placeOf.get(number), unread.slice(0, 5).join(', '), null))
    book.add('missingColumn', 'null', column, {
      count: records,
      examples,
      facts: { keys: unread.slice(0, 20) },
    })
  }
}
