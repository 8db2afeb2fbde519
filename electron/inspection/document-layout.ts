import type { DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import { quoteText } from '../local-cluster/engine/sql-text'
import { enginePath } from '../local-cluster/loading/json-path'
import type { DocumentField, Layout } from './layout'
import type { Part } from './part-check'

/** More values than this are not told apart. */
const mostFields = 2000
/** Records of each part that are looked at for their keys. */
const lookedAt = 5000

/**
 * What the sample's records are made of.
 *
 * @param levels How deep nested records become columns of their own; 0: the whole record is one column.
 */
export async function documentLayout(
  engine: DuckDbEngine,
  parts: readonly Part[],
  levels: number,
): Promise<Extract<Layout, { kind: 'documents' }>> {
  const keys = await keysIn(engine, parts, [])
  if (levels === 0) return { kind: 'documents', keys, fields: [{ name: 'record', steps: [] }] }
  let fields: readonly DocumentField[] = keys.map((key) => ({ name: key, steps: [key] }))
  for (let level = 1; level < levels; level++) {
    const open = fields.filter(({ steps }) => steps.length === level)
    const inside = new Map<DocumentField, readonly string[]>()
    for (const field of open) inside.set(field, await keysIn(engine, parts, field.steps))
    if ([...inside.values()].every((names) => names.length === 0)) break
    fields = fields.flatMap((field) => {
      const names = inside.get(field) ?? []
      if (names.length === 0) return [field]
      return names.map((key) => ({ name: `${field.name}.${key}`, steps: [...field.steps, key] }))
    })
    if (fields.length >= mostFields) break
  }
  return { kind: 'documents', keys, fields: fields.slice(0, mostFields) }
}

/**
 * The keys of the records at a place, in the order in which they appear; none unless all that is there are records: as
 * columns, the others would be lost.
 */
async function keysIn(
  engine: DuckDbEngine,
  parts: readonly Part[],
  steps: readonly string[],
): Promise<readonly string[]> {
  const keys = new Set<string>()
  const at = quoteText(enginePath(steps))
  for (const { relation, condition } of parts) {
    const rows = await engine.rows(
      `SELECT DISTINCT kind, CASE WHEN kind = 'OBJECT' THEN CAST(json_keys(json, ${at}) AS VARCHAR[])::JSON END FROM (SELECT json, json_type(json, ${at}) AS kind FROM ${relation} WHERE ${condition} LIMIT ${lookedAt}) WHERE kind IS NOT NULL AND kind <> 'NULL'`,
    )
    for (const [kind, list] of rows) {
      if (kind !== 'OBJECT') return []
      for (const key of JSON.parse(String(list)) as readonly string[]) keys.add(key)
    }
  }
  return [...keys].slice(0, mostFields)
}
