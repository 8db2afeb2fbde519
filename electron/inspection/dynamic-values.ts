import { dynamicChange, type DynamicChange } from '../domain/dynamic-value'
import { isJson } from '../domain/json-text'
import { recordKeys, type RepeatedKey } from './record-keys'
import type { FindingRef } from '../domain/schema/inspection'
import { mayChangeSql, sourceText, sqlOf } from './changed-values'
import { keptExamples } from './chunk'
import type { Marked } from './marked'
import { mayRepeatKeys } from './may-repeat-keys'
import type { Part } from './part'
import { isContainer, type Probe } from './probe'
import type { RecordFault } from './record-faults'
import type { Ask } from './suspects'

/** Values whose numbers arrive as others, or are written in another way. */
interface ChangedNumbers {
  readonly kind: DynamicChange['kind']
  count: number
  readonly examples: Marked[]
}

/** The values in a table of suspect rows that have numbers which a dynamic value does not keep as they are written. */
export async function changedNumbers(ask: Ask, table: string, probe: Probe): Promise<ChangedNumbers[]> {
  const found = new Map<string, ChangedNumbers>()
  for (const { n, kind, value, becomes } of await eachChange(ask, table, probe)) {
    const entry = found.get(kind) ?? { kind, count: 0, examples: [] }
    found.set(kind, entry)
    entry.count++
    if (entry.examples.length < keptExamples) entry.examples.push({ n, v: value, w: becomes })
  }
  return [...found.values()]
}

/** Those of them that have one of the chosen findings, as faults of their records. */
export async function numberFaults(
  ask: Ask,
  table: string,
  probes: readonly Probe[],
  chosen: readonly FindingRef[],
): Promise<RecordFault[]> {
  const faults: RecordFault[] = []
  for (const probe of probes) {
    const { column, type } = probe
    const kinds = new Set(chosen.filter((one) => one.column === column).map(({ kind }) => kind))
    if (type !== 'dynamic' || !(kinds.has('digitsLost') || kinds.has('numberRewritten'))) continue
    for (const { n, kind, value } of await eachChange(ask, table, probe))
      if (kinds.has(kind)) faults.push({ number: n, kind, column, type, value })
  }
  return faults
}

async function eachChange(
  ask: Ask,
  table: string,
  probe: Probe,
): Promise<(DynamicChange & { readonly n: number })[]> {
  const rows = await ask(
    `SELECT rn, ${sourceText(probe)} FROM ${table} WHERE ok AND (${mayChangeSql(probe, sqlOf(probe))}) ORDER BY rn`,
  )
  return rows.flatMap(([rn, json]) => {
    const text = String(json)
    // What is no JSON becomes a string, with all that is in it.
    const change = probe.isJson === true || isJson(text) ? dynamicChange(text) : undefined
    return change === undefined ? [] : [{ ...change, n: Number(rn) }]
  })
}

/** The keys that stand twice in an object, of all values of a part that become dynamic only as they arrive. */
export async function repeatedInTexts(
  ask: Ask,
  { relation }: Pick<Part, 'relation'>,
  probe: Probe,
): Promise<RepeatedKey[]> {
  const { text, column } = probe
  // One value a line, and an empty line for what is no object or array.
  const value = `CASE WHEN ${isContainer('v')} THEN translate(v, chr(10) || chr(13), '  ') ELSE '' END`
  const [row] = await ask(
    `SELECT string_agg(${value}, chr(10) ORDER BY rn) FROM (SELECT row_number() OVER () AS rn, ${text} AS v FROM ${relation})`,
  )
  const lines = String(row?.[0] ?? '')
  if (!mayRepeatKeys(lines)) return []
  const { repeated } = recordKeys(Buffer.from(lines))
  if (repeated.length === 0) return []
  const texts = lines.split('\n')
  return repeated
    .filter(({ number }) => isJson(texts[number - 1] ?? ''))
    .map((one) => ({ ...one, path: [column ?? probe.name, ...one.path] }))
}
