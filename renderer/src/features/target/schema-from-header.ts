import { formatFromName } from '../../../../electron/domain/data-format'
import type { ScalarType } from '../../../../electron/domain/scalar-type'

/** A first schema: the header's names with their guessed types (or `string`), one per line. */
export function schemaFromHeader(names: readonly string[], types: readonly ScalarType[] = []): string {
  return names.map((name, index) => `${columnName(name, index)}: ${types[index] ?? 'string'}`).join('\n')
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

/** Replaces characters that entity names may not have by underscores, and an empty name by its position. */
function columnName(name: string, index: number): string {
  const allowed = name.trim().replace(/[^A-Za-z0-9_ .-]+/g, '_')
  return allowed === '' ? `Column${index + 1}` : allowed
}
