import { formatFacts } from '../../../../electron/domain/data-format'
import { mappingOfBlob } from '../../../../electron/domain/container-headers'
import { formatForTable } from '../../../../electron/domain/format-choice'
import { formatMapping } from '../../../../electron/domain/ingestion-mapping'
import type { FileSource } from '../../../../electron/domain/schema/file-source'
import type { Reading } from '../../../../electron/domain/schema/reading'
import type { SourceRequest } from '../../../../electron/domain/schema/source'
import { sourcesText } from '../../text/en-work'
import {
  conversionSignature,
  readingAsAnswered,
  readingOfFile,
  sendableFiles,
} from '../inspection/conversion'
import { readingOf, type Inspection } from '../inspection/inspection'
import {
  howToRead,
  leftOut,
  lookOf,
  needsOwnJob,
  preparedMapping,
  preparedSources,
} from '../inspection/prepared-job'
import { groupOf } from '../inspection/source-groups'
import type { PreparedJob } from '../jobs'
import { valueOf } from '../loadable'
import type { StudioState } from '../studio-state'
import { blobFormat } from './blob'
import { blobsWithHeader, containerChoice } from './container'
import { filesLike } from './file-choice'
import { fileHasHeader } from './file-headers'
import { pastedFormat, pasteHasHeader } from './pasted-rows'

/** What one ingestion sends, besides the options. */
interface ToSend {
  readonly sources: readonly SourceRequest[]
  readonly prepared: PreparedJob
}

/** Files as an ingestion takes them, each read as was found out or said. */
export function fileSources(state: StudioState, files: readonly FileSource[]): SourceRequest[] {
  const columns = valueOf(state.details)?.columns.length ?? 0
  return files.map((file) => {
    const inspection = state.inspections[file.handle]
    const answer = state.conversionAnswers[file.handle]
    // A look at what would have been converted says nothing of the source as it is.
    const seen = inspection === undefined || answer === 'asIs' ? {} : lookOf(inspection, false)
    const said = answer === 'convert' ? readingOfFile(state, file) : (inspection?.reading ?? null)
    if (said !== null) {
      const reading = readingAsAnswered(said, answer)
      const own = inspection === undefined ? { ignoreFirstRecord: fileHasHeader(state, file) } : {}
      return { kind: 'file', handle: file.handle, ...howToRead({ ...reading, ...own }), ...seen }
    }
    const ignoreFirstRecord = fileHasHeader(state, file)
    const format = formatForTable(file, columns)
    const other = format === null || format === file.format ? {} : { format }
    return { kind: 'file', handle: file.handle, ignoreFirstRecord, ...other, ...seen }
  })
}

/**
 * The inspection that says how the pasted rows or the blob are sent; undefined while nothing is known of them. What is
 * sent is then what the prepare page shows, whichever button is pressed.
 */
export function inspectionToSend(state: StudioState, key: 'paste' | 'blob'): Inspection | undefined {
  const inspection = state.inspections[key]
  if (inspection === undefined || (inspection.look?.reading ?? null) === null) return undefined
  const { source, draft } = inspection
  if (draft.table === null || draft.table.table !== state.target?.table) return undefined
  const isSame =
    source.kind === 'paste'
      ? source.text === state.pastedText
      : source.kind === 'blob' && source.uri === state.blobUri.trim()
  return isSame ? inspection : undefined
}

/** The pasted rows, converted if the user agreed to that; none if there are none. */
export function pasteSources(state: StudioState): SourceRequest[] {
  const { pastedText: text, pastedFinding } = state
  if (text === '' || pastedFinding === null) return []
  const name = sourcesText.pasteName
  const ignoreFirstRecord = pasteHasHeader(state)
  const reading = pasteToConvert(state)
  if (reading !== null && state.conversionAnswers['paste'] === 'convert')
    return [{ kind: 'paste', text, name, ...howToRead({ ...reading, ignoreFirstRecord }) }]
  return [{ kind: 'paste', text, name, format: pastedFormat(state), ignoreFirstRecord }]
}

/** How the pasted rows are read where that takes a conversion; null if it takes none. */
export function pasteToConvert(state: StudioState): Reading | null {
  const inspection = state.inspections['paste']
  const { source } = inspection ?? {}
  if (inspection === undefined || source?.kind !== 'paste' || source.text !== state.pastedText) return null
  const reading = readingOf(inspection)
  return reading !== null && conversionSignature(reading) !== '' ? reading : null
}

/** The blob; none if its format is not known. */
export function blobSources(state: StudioState): SourceRequest[] {
  const finding = valueOf(state.blob)
  const format = blobFormat(state)
  const uri = state.blobUri.trim()
  if (format === null || uri === '') return []
  const isRawSize = finding?.compression === 'none' && formatFacts[format].binary !== true
  const rawDataSizeBytes = isRawSize ? finding.sizeBytes : null
  return [{ kind: 'blob', uri, format, rawDataSizeBytes, ignoreFirstRecord: state.blobHeader }]
}

/** The blobs that were chosen of a container. */
export function containerSources(state: StudioState): SourceRequest[] {
  const { taken } = containerChoice(state)
  const withHeader = blobsWithHeader(state, taken)
  return taken.flatMap((one): SourceRequest[] => {
    const { blob, format } = one
    if (format === null) return []
    return [{ kind: 'blob', handle: blob.handle, format, ignoreFirstRecord: withHeader.has(one) }]
  })
}

/** The same by the ingestions that they go in: blobs that are matched by name need a mapping, and an ingestion has one. */
export function containerJobs(state: StudioState): ToSend[] {
  const columns = valueOf(state.details)?.columns ?? []
  const { taken } = containerChoice(state)
  const chosen = new Map(taken.map((one) => [one.blob.handle, one]))
  const jobs = new Map<string, { readonly sources: SourceRequest[]; readonly prepared: PreparedJob }>()
  for (const source of containerSources(state)) {
    const one = 'handle' in source ? chosen.get(source.handle) : undefined
    const isByName = state.ingestOptions.mapping === null && one !== undefined
    const mapping = isByName ? mappingOfBlob(one, source.ignoreFirstRecord === true, columns) : null
    const mappingText = mapping === null ? '' : formatMapping(mapping)
    const prepared: PreparedJob = mapping === null ? {} : { mappingText }
    const job = jobs.get(mappingText) ?? { sources: new Array<SourceRequest>(), prepared }
    jobs.set(mappingText, job)
    job.sources.push(source)
  }
  return [...jobs.values()]
}

/** What the button in view would send: of the prepare page, or of the open tab. */
export function sourcesToSend(state: StudioState): ToSend {
  const { prepared, tab } = state
  if (prepared !== null) return inspected(state, prepared)
  switch (tab) {
    case 'files':
      return filesToSend(state)
    case 'paste':
      if (inspectionToSend(state, 'paste') !== undefined) return inspected(state, 'paste')
      return { sources: pasteSources(state), prepared: {} }
    case 'blob': {
      const isContainer = valueOf(state.container) !== undefined
      if (!isContainer && inspectionToSend(state, 'blob') !== undefined) return inspected(state, 'blob')
      const [first] = isContainer ? containerJobs(state) : []
      return first ?? { sources: isContainer ? [] : blobSources(state), prepared: {} }
    }
  }
}

/** Files that go together; if all need ingestions of their own, the first of these. */
function filesToSend(state: StudioState): ToSend {
  const chosen = sendableFiles(state, filesLike(state.files, state.filePatterns))
  const own = chosen.filter(({ handle }) => {
    const inspection = state.inspections[handle]
    return inspection !== undefined && needsOwnJob(inspection)
  })
  const theirs = new Set(own.flatMap(({ handle }) => groupOf(chosen, handle)?.files ?? []))
  const others = chosen.filter((file) => !theirs.has(file))
  const [first] = own
  if (others.length === 0 && first !== undefined) return inspected(state, first.handle)
  return { sources: fileSources(state, others), prepared: {} }
}

function inspected(state: StudioState, key: string): ToSend {
  const inspection = state.inspections[key]
  if (inspection === undefined) return { sources: [], prepared: {} }
  const { source } = inspection
  const group = source.kind === 'file' ? (groupOf(state.files, source.handle)?.files ?? []) : []
  return preparedToSend(inspection, sendableFiles(state, group), {
    isSeen: state.prepared === key,
    answer: state.conversionAnswers[key],
  })
}

/** What an inspected source is sent as, with its mapping and without what is left out. */
export function preparedToSend(
  inspection: Parameters<typeof preparedSources>[0],
  files: readonly FileSource[],
  how: Parameters<typeof preparedSources>[2],
): ToSend {
  const mapping = preparedMapping(inspection)
  const leaveOut = leftOut(inspection)
  return {
    sources: preparedSources(inspection, files, how),
    prepared: {
      ...(mapping === null ? {} : { mapping: mapping.name }),
      ...(leaveOut.length === 0 ? {} : { leaveOut: [...leaveOut] }),
    },
  }
}
