import { formatFromName } from '../../../../electron/domain/data-format'
import type { InspectionSource } from '../../../../electron/domain/schema/inspection'
import type { TableDetails } from '../../../../electron/domain/schema/table'
import type { Inspection, TargetDraft } from './inspection'

/** What an inspection is kept by: a file's handle, or the one paste or blob there is. */
export function keyOf(source: InspectionSource): string {
  return source.kind === 'file' ? source.handle : source.kind
}

/** An inspection that nothing is known of yet. */
export function newInspection(
  source: InspectionSource,
  name: string,
  table: TableDetails | null,
): Inspection {
  return {
    key: keyOf(source),
    name,
    source,
    reading: null,
    draft: newDraft(name, table),
    own: null,
    look: null,
    isLooking: true,
    error: null,
    check: null,
    choices: {},
  }
}

/** A draft for a table, or for a new one named after the source. */
export function newDraft(sourceName: string, table: TableDetails | null): TargetDraft {
  return {
    table,
    newName: tableNameFromFile(sourceName),
    match: 'name',
    changes: {},
    added: [],
    mapping: null,
    mappingName: null,
    isStoredMapping: false,
  }
}

/** A table name from a file name: `storm events.csv.gz` becomes `storm_events`. */
export function tableNameFromFile(fileName: string): string {
  const { compression } = formatFromName(fileName)
  const bare = compression === 'none' ? fileName : fileName.replace(/\.(gz|zip)$/i, '')
  return bare
    .replace(/\.[^.]+$/, '')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
}
