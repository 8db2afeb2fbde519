import { keyPath } from '../domain/ingestion-mapping'
import type { Effect, Finding, FindingKind, Target } from '../domain/schema/inspection'
import { quoteText } from '../local-cluster/engine/sql-text'
import type { DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import { KustoError } from '../local-cluster/answers/kusto-error'
import { enginePath, parsePath } from '../local-cluster/loading/json-path'
import type { ReadySource } from '../local-cluster/loading/local-source'
import type { Layout } from './layout'
import { planProbes, type Probe, type ProbePlan } from './probe'
import type { Sample } from './sample'

type Facts = NonNullable<Finding['facts']>

/** Plans which fields go to which columns, and tells where the two do not fit. */
export async function planTarget(
  engine: DuckDbEngine,
  sample: Sample,
  target: Target | null,
  source: ReadySource,
): Promise<{ readonly plan: ProbePlan; readonly findings: readonly Finding[] }> {
  const { layout } = sample
  if (target === null) {
    const plan = planProbes(layout, null, source)
    return { plan, findings: durationFindings(layout, plan) }
  }
  const otherKind = otherMappingKind(layout, target)
  if (otherKind !== undefined) return { plan: planProbes(layout, null, source), findings: [otherKind] }
  try {
    const plan = planProbes(layout, target, source)
    return {
      plan,
      findings: [
        ...columnFindings(layout, target, plan),
        ...mappingFindings(layout, target),
        ...(await documentFindings(engine, sample, target, plan)),
        ...durationFindings(layout, plan),
      ],
    }
  } catch (error) {
    if (!(error instanceof KustoError)) throw error
    const found =
      error.code === 'BadRequest_InvalidBlob'
        ? finding('unreadable', 'refused', null, { reason: error.message, ...asApacheAvro })
        : finding('mappingKind', 'refused', null, { reason: error.message })
    return { plan: planProbes(layout, null, source), findings: [found] }
  }
}

/** What to do about Avro with logical types. */
const asApacheAvro = { format: 'apacheavro', nextStep: 'Read it as Apache Avro.' } as const

/** A mapping by ordinals for documents, or by paths for fields. */
function otherMappingKind(layout: Layout, { mapping }: Target): Finding | undefined {
  const byPath = mapping?.some(({ path }) => path !== undefined) ?? false
  const byOrdinal = mapping?.some(({ ordinal }) => ordinal !== undefined) ?? false
  const isOther = layout.kind === 'fields' ? byPath && !byOrdinal : byOrdinal && !byPath
  if (!isOther) return undefined
  const kind = byPath ? 'JSON' : 'delimited text'
  const format = layout.kind === 'fields' ? 'delimited text' : 'made of documents'
  return finding('mappingKind', 'refused', null, { kind, format })
}

/** Columns without a field, fields without a column, and names that stand elsewhere. */
function columnFindings(layout: Layout, target: Target, { probes, unfed }: ProbePlan): Finding[] {
  const { columns, mapping } = target
  const findings: Finding[] = []
  if (layout.kind !== 'documents') {
    for (const { column, type, why } of unfed) {
      // Whoever made a mapping may leave a column out of it.
      if (why === 'missing' || (why === 'unmapped' && !isOwnMapping(target)))
        findings.push(finding('missingColumn', 'null', column, { type }))
      else if (why === 'unmapped') findings.push(finding('missingColumn', 'none', column, { type }))
    }
    for (const probe of probes)
      if (probe.column === null)
        findings.push(
          finding('extraField', 'unread', probe.name, {
            ...placeFacts(probe),
            ...(isOwnMapping(target) ? { mapping: 'own' } : {}),
          }),
        )
  }
  if (layout.kind === 'fields' && mapping === null) {
    const names = columns.map(({ name }) => name.toLowerCase())
    const moved = layout.names.filter((name, index) => {
      const at = names.indexOf(name.toLowerCase())
      return at >= 0 && at !== index
    })
    if (moved.length > 0) {
      const [field = ''] = moved
      const facts = { field, target: columns[layout.names.indexOf(field)]?.name ?? '' }
      findings.push(finding('otherOrder', 'changed', null, facts, moved.length))
    }
  }
  return findings
}

/** Entries of a mapping of the user's that lead nowhere: to no column of the table, or from no field of the source. */
function mappingFindings(layout: Layout, target: Target): Finding[] {
  const { columns, mapping } = target
  if (mapping === null || !isOwnMapping(target)) return []
  const known = new Set(columns.map(({ name }) => name))
  const fields = layout.kind === 'fields' ? layout.names.length : Infinity
  return mapping.flatMap(({ column, ordinal }) => {
    if (!known.has(column)) return [finding('extraField', 'unread', column, { mapping: 'noColumn' })]
    if (ordinal === undefined || ordinal < fields) return []
    return [finding('pathNotFound', 'null', column, { path: `the field with the ordinal ${ordinal}` })]
  })
}

/** Durations of a Parquet file, which stores plain numbers: the unit does not arrive. */
function durationFindings(layout: Layout, { probes }: ProbePlan): Finding[] {
  if (layout.kind !== 'parquet') return []
  const { durations } = layout
  return probes.flatMap(({ name, column, type, path }) => {
    const unit = durations.get(name) ?? [...durations].find(([key]) => keyPath(key) === path)?.[1]
    if (unit === undefined || type === 'string') return []
    return [finding('durationUnit', 'none', column ?? name, { unit, ...(type === null ? {} : { type }) })]
  })
}

/** Whether the user made the mapping, and not the studio to match names. */
function isOwnMapping({ mapping, match }: Target): boolean {
  return mapping !== null && match === undefined
}

function placeFacts({ ordinal, path }: Probe): Facts {
  return { ...(ordinal === undefined ? {} : { ordinal }), ...(path === undefined ? {} : { path }) }
}

/** Keys and paths that the sample's records do not have, or have in other letters. */
async function documentFindings(
  engine: DuckDbEngine,
  sample: Sample,
  target: Target,
  { probes }: ProbePlan,
): Promise<Finding[]> {
  const { columns, mapping } = target
  const { layout } = sample
  if (layout.kind === 'fields') return []
  const keys = layout.kind === 'documents' ? layout.keys : [...layout.types.keys()]
  const byLower = new Map(keys.map((key) => [key.toLowerCase(), key]))
  if (!isOwnMapping(target)) {
    const findings: Finding[] = []
    const fed = new Set<string>()
    const pathOf = new Map(mapping?.map(({ column, path }) => [column, path]))
    for (const { name } of columns) {
      const other = byLower.get(name.toLowerCase())
      const mapped = keys.find((key) => keyPath(key) === pathOf.get(name))
      if (mapped !== undefined) {
        fed.add(mapped)
        if (mapped !== name) findings.push(finding('caseDiffers', 'none', mapped, { target: name }))
      } else if (keys.includes(name)) fed.add(name)
      else if (other !== undefined && !columns.some((column) => column.name === other)) {
        fed.add(other)
        findings.push(finding('caseDiffers', 'null', other, { target: name }))
      } else if (layout.kind === 'documents') findings.push(finding('missingColumn', 'null', name, {}))
    }
    if (layout.kind === 'documents') {
      for (const key of keys)
        if (!fed.has(key)) findings.push(finding('extraField', 'unread', key, { path: `$.${key}` }))
    }
    const isFed = columns.some(({ name }) =>
      keys.some((key) => (pathOf.get(name) ?? keyPath(name)) === keyPath(key)),
    )
    const isNone = columns.length > 0 && keys.length > 0 && !isFed
    if (!isNone) return findings
    return [
      finding('noKeyMatches', 'null', null, {
        keys: [...keys].slice(0, 20),
        columns: columns.map(({ name }) => name).slice(0, 20),
      }),
      ...findings,
    ]
  }
  return layout.kind === 'documents' ? await missingPaths(engine, sample, probes) : []
}

/** Paths of a mapping that lead to nothing in any record of the sample. */
async function missingPaths(
  engine: DuckDbEngine,
  sample: Sample,
  probes: readonly Probe[],
): Promise<Finding[]> {
  const findings: Finding[] = []
  const mapped = probes.filter(({ column, path }) => column !== null && path !== undefined)
  for (const probe of mapped) {
    const { path = '', column } = probe
    const steps = parsePath(path)
    if (steps.length === 0) continue
    let present = 0
    for (const { relation, condition } of sample.parts) {
      const [row] = await engine.rows(
        `SELECT count(*) FROM ${relation} WHERE ${condition} AND json_exists(json, ${quoteText(enginePath(steps))})`,
      )
      present += Number(row?.[0] ?? 0)
    }
    if (present === 0) findings.push(finding('pathNotFound', 'null', column, { path }))
  }
  return findings
}

function finding(kind: FindingKind, effect: Effect, column: string | null, facts: Facts, count = 1): Finding {
  return { kind, effect, column, count, isExact: true, examples: [], facts }
}
