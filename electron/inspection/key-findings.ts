import type { DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import { keptExamples } from './chunk'
import type { FindingsBook } from './findings-book'
import { keyedColumns, keyGaps, keySetsOf } from './key-gaps'
import type { ExampleAt } from './marked'
import type { Part } from './part'
import type { Tally } from './tally'

/** Notes keys that records have twice: of two values, one is lost. */
export async function noteRepeatedKeys(
  { repeatedKeys = [], places }: Part,
  book: FindingsBook,
  exampleAt: ExampleAt,
): Promise<void> {
  const byKey = new Map<string, number[]>()
  for (const { number, path } of repeatedKeys) {
    const key = path.join('.')
    const numbers = byKey.get(key)
    if (numbers === undefined) byKey.set(key, [number])
    else numbers.push(number)
  }
  for (const [key, numbers] of byKey) {
    const found = await places([...new Set(numbers)].slice(0, keptExamples))
    const examples = found.map((place) => exampleAt(place, null, null))
    book.add('keyTwice', 'unread', key, { count: numbers.length, examples })
  }
}

/** Notes columns that records leave null although they hold keys that go nowhere. */
export async function noteKeyGaps(
  engine: DuckDbEngine,
  part: Part,
  check: { readonly tallies: readonly Tally[]; readonly book: FindingsBook; readonly example: ExampleAt },
  signal: AbortSignal,
): Promise<void> {
  const probes = check.tallies.map(({ probe }) => probe)
  const gaps = keyGaps(await keySetsOf(engine, part, probes, signal), keyedColumns(probes))
  const numbers = [...new Set(gaps.flatMap((gap) => gap.numbers))].sort((left, right) => left - right)
  const places = await part.places(numbers)
  const placeOf = new Map(numbers.map((number, index) => [number, places[index]]))
  for (const { column, other, unread, records, numbers: first } of gaps) {
    const examples = first.map((number) =>
      check.example(placeOf.get(number), other ?? unread.slice(0, 5).join(', '), null),
    )
    const found = { count: records, examples }
    if (other === undefined)
      check.book.add('missingColumn', 'null', column, { ...found, facts: { keys: unread.slice(0, 20) } })
    else check.book.add('caseDiffers', 'null', other, { ...found, facts: { target: column } })
  }
}
