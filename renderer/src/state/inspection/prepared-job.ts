import { needsConversion } from '../../../../electron/domain/conversion/reading-converter'
import { formatFacts } from '../../../../electron/domain/data-format'
import { mayBeRefusedLate, refusedFindings } from '../../../../electron/domain/known-refusals'
import { managementCommands } from '../../../../electron/domain/management-commands'
import { mappingKindOf, type MappingKind } from '../../../../electron/domain/mapping-kind'
import type { BatchingPolicy } from '../../../../electron/domain/schema/batching-policy'
import type { FileSource } from '../../../../electron/domain/schema/file-source'
import type { FindingRef } from '../../../../electron/domain/schema/inspection'
import type { Reading } from '../../../../electron/domain/schema/reading'
import type { SourceRequest } from '../../../../electron/domain/schema/source'
import type { ColumnSource } from '../../../../electron/domain/schema/table'
import { readingAsAnswered, type ConversionAnswer } from './conversion'
import { findingId, linesWithoutRecord, recordsLeftOut } from './finding-choices'
import { columnsOf, extentOf, findingsOf, readingOf, type Inspection } from './inspection'
import { mappingToSend, targetColumns } from './target-of'

/** A mapping to store with the table before the ingestion refers to it. */
interface MappingToSave {
  readonly name: string
  readonly kind: MappingKind
  readonly columns: readonly ColumnSource[]
  /** Whether the table has it already, as it is. */
  readonly isStored: boolean
}

/** The mapping that goes along; null if none is needed. */
export function preparedMapping(inspection: Inspection): MappingToSave | null {
  const reading = readingOf(inspection)
  const { draft } = inspection
  const columns = mappingToSend(draft, columnsOf(inspection), reading)
  if (columns === null || reading === null) return null
  const kind = mappingKindOf(reading.format)
  return {
    name: draft.mappingName ?? `studio_${kind.toLowerCase()}_${shortHash(JSON.stringify(columns))}`,
    kind,
    columns,
    isStored: draft.mapping !== null && draft.isStoredMapping,
  }
}

/** Every management command that sending needs, in the order in which they run. */
export function preparedCommands(inspection: Inspection, policy: BatchingPolicy): readonly string[] {
  const { draft } = inspection
  const table = draft.table?.table ?? draft.newName
  const mapping = preparedMapping(inspection)
  const commands: string[] = []
  if (draft.table === null) {
    commands.push(managementCommands.createTable(table, targetColumns(draft, columnsOf(inspection))))
    commands.push(managementCommands.alterTablePolicy(table, policy))
  } else if (draft.added.length > 0) {
    commands.push(managementCommands.addColumns(table, draft.added))
  }
  if (mapping !== null && !mapping.isStored) commands.push(managementCommands.saveMapping(table, mapping))
  return commands
}

/**
 * The sources that an ingestion of this inspection sends: for files, all of its group.
 *
 * @param how.isSeen Whether the user has the findings before them.
 * @param how.answer What the user said of its conversion.
 */
export function preparedSources(
  inspection: Inspection,
  files: readonly FileSource[],
  { isSeen, answer }: { readonly isSeen: boolean; readonly answer: ConversionAnswer | undefined },
): readonly SourceRequest[] {
  const { source } = inspection
  const reading = readingOf(inspection)
  if (reading === null) return []
  const how = howToRead(readingAsAnswered(reading, answer))
  // A look at what would have been converted says nothing of the source as it is.
  const seen = answer === 'asIs' ? {} : lookOf(inspection, isSeen)
  switch (source.kind) {
    case 'file':
      return files.map(({ handle }) => ({
        kind: 'file',
        handle,
        ...how,
        ...(handle === source.handle ? seen : {}),
      }))
    case 'paste':
      return [{ kind: 'paste', text: source.text, name: inspection.name, ...how, ...seen }]
    case 'blob': {
      // The service reads the blob itself: nothing of it can be converted on the way.
      const { format, ignoreFirstRecord } = reading
      const isRawSize = inspection.look?.compression === 'none' && formatFacts[format].binary !== true
      const rawDataSizeBytes = isRawSize ? (inspection.look?.sizeBytes ?? null) : null
      return [{ kind: 'blob', uri: source.uri, rawDataSizeBytes, format, ignoreFirstRecord, ...seen }]
    }
    case 'listedBlob':
      return [{ kind: 'blob', handle: source.handle, ...how, ...lookOf(inspection, isSeen) }]
  }
}

/**
 * The look that foresees what becomes of a source's values. They are accepted if the user has seen all of them: those of
 * the whole source, which a look at a small one reads before its check has begun. What is not read to its end waits for
 * that in the job, and is not queued if the service is known to refuse it, unless the user sends what is known already.
 */
export function lookOf(
  { look, check }: Pick<Inspection, 'look' | 'check'>,
  isSeen: boolean,
): Pick<SourceRequest, 'look'> {
  if (look === null) return {}
  const isWhole = look.read.isWhole || check?.status === 'done'
  const isRefused = refusedFindings((check ?? look).findings, null).length > 0
  const mustPass = !isWhole && !isRefused && look.reading !== null && mayBeRefusedLate(look.reading.format)
  return {
    look: { lookId: look.lookId, isAccepted: isSeen && isWhole, ...(mustPass ? { mustPass } : {}) },
  }
}

/** How a source is to be read, as a job takes it: the whole reading only where the upload has to convert something. */
export function howToRead(
  reading: Reading,
): Pick<SourceRequest & { kind: 'paste' }, 'format' | 'ignoreFirstRecord' | 'reading'> {
  const { format, ignoreFirstRecord } = reading
  return { format, ignoreFirstRecord, ...(needsConversion(reading) ? { reading } : {}) }
}

/** Findings whose records the user leaves out. */
export function leftOut(inspection: Inspection): readonly FindingRef[] {
  return findingsOf(inspection)
    .filter((finding) => inspection.choices[findingId(finding)] === 'leaveOut')
    .map(({ kind, column }) => ({ kind, column }))
}

/** Whether this source cannot share an ingestion with others: it needs a mapping or columns, or leaves records out. */
export function needsOwnJob(inspection: Inspection): boolean {
  if (inspection.look === null) return false
  const mapping = preparedMapping(inspection)
  const needsMapping = mapping !== null && !mapping.isStored
  return needsMapping || inspection.draft.added.length > 0 || leftOut(inspection).length > 0
}

/**
 * How many records are going to land; null while that is not known.
 *
 * @param files The group that the look stands for.
 */
export function preparedRecords(inspection: Inspection, files: readonly FileSource[]): number | null {
  const read = extentOf(inspection)
  const findings = findingsOf(inspection)
  const counted = files[0]?.records ?? null
  const own =
    read?.isWhole === true ? read.records : counted === null ? null : counted - linesWithoutRecord(findings)
  const all = files.length <= 1 ? own : sumOf(files.map(({ records }) => records))
  if (all === null) return null
  return Math.max(0, all - recordsLeftOut(findings, inspection.choices))
}

function sumOf(counts: readonly (number | null)[]): number | null {
  return counts.reduce<number | null>(
    (sum, count) => (sum === null || count === null ? null : sum + count),
    0,
  )
}

/** FNV-1a, 32 bits: the same mapping gets the same name, so that it is stored once. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  }
  return hash.toString(16).padStart(8, '0')
}
