import { open } from 'node:fs/promises'
import { parseClusterUri } from '../../../domain/cluster-uri'
import type { Recipe, RecipeSource } from '../../../domain/copy-as/recipe'
import { formatFacts } from '../../../domain/data-format'
import { ignoresFirstRecord } from '../../../domain/source-treatment'
import { tokenFileOf } from '../../local-cluster-files'
import { kindOf } from '../kinds/source-kinds'
import type { JobRecord, SourceRecord } from '../state/job-record'
import { onceTag } from '../state/once-tag'

/** What a text may hold of a source itself, and of all of them together. */
const mostBytesInline = 64 * 1024
const mostBytesOfAll = 256 * 1024

/**
 * All that another tool needs to repeat a job.
 *
 * @param textOf The text of a paste that is not on disk, by its source; undefined if it has to be read there.
 */
export async function recipeOf(
  record: JobRecord,
  sources: readonly SourceRecord[],
  homeFolder: string,
  textOf: (source: SourceRecord) => string | undefined = () => undefined,
): Promise<Recipe> {
  const described: RecipeSource[] = []
  let bytesLeft = mostBytesOfAll
  let pastes = 0
  let isPasteLost = false
  for (const source of sources) {
    const text = textOf(source) ?? (await shortText(source, Math.min(bytesLeft, mostBytesInline)))
    bytesLeft -= text?.length ?? 0
    const { hasPath } = kindOf(source)
    if (!hasPath) pastes += 1
    isPasteLost ||= !hasPath && text === null
    const { kind, name, format, hasSecret, creationTime, compression } = source
    described.push({
      kind,
      name,
      location: hasPath ? source.location : `rows${pastes === 1 ? '' : `-${pastes}`}.${format}`,
      hasSecret,
      format,
      ignoreFirstRecord: ignoresFirstRecord(source),
      creationTime,
      onceTag: onceTag(record, source),
      zipPattern: compression === 'zip' ? record.zipPattern : null,
      text,
    })
  }
  return {
    clusterUri: record.clusterUri,
    dataIngestionUri: parseClusterUri(record.clusterUri).dataIngestionUri,
    isLocalCluster: record.isLocalCluster,
    tokenFile: tokenFileOf(homeFolder, record.clusterUri),
    database: record.database,
    table: record.table,
    tags: [record.userTag ?? []].flat(),
    mappingReference: record.mappingReference,
    mappingText: record.mappingText,
    sources: described,
    notes: notesOf(record, sources, isPasteLost),
  }
}

function notesOf(
  { leaveOut }: JobRecord,
  sources: readonly SourceRecord[],
  isPasteLost: boolean,
): readonly string[] {
  const converted = sources.find(({ reading }) => reading !== null)
  return [
    ...(converted === undefined
      ? []
      : [`The studio converts “${converted.name}” before it sends it; this sends it as it is.`]),
    ...(leaveOut === null
      ? []
      : ['The studio leaves some records out before it sends the rest; this sends all of them.']),
    ...(sources.some(({ hasSecret }) => hasSecret)
      ? ['The SAS of each blob is not shown: write it where it says PUT-THE-SAS-HERE.']
      : []),
    ...(isPasteLost
      ? ['The pasted rows are not kept once they have landed: write them to the file named here first.']
      : []),
  ]
}

/** The content of a short, plain text on disk; null for everything else. */
async function shortText(source: SourceRecord, mostBytes: number): Promise<string | null> {
  const { format, compression, reading, location, sizeBytes } = source
  const isPlain = compression === 'none' && reading === null && formatFacts[format].binary !== true
  if (!kindOf(source).isUploaded || !isPlain || (sizeBytes ?? 0) > mostBytes) return null
  try {
    const file = await open(location)
    try {
      const { size } = await file.stat()
      if (size > mostBytes) return null
      const bytes = await file.readFile()
      // A file that is no UTF-8 would change on the way into a text.
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } finally {
      await file.close()
    }
  } catch {
    // It is gone, or it is no text: its address stands in the text then.
    return null
  }
}
