import type { ScalarType } from '../../../../electron/domain/scalar-type'

/** A first schema: the header's names with their guessed types (or `string`), one per line. */
export function schemaFromHeader(names: readonly string[], types: readonly ScalarType[] = []): string {
  return names.map((name, index) => `${columnName(name, index)}: ${types[index] ?? 'string'}`).join('\n')
}

/** Replaces characters that entity names may not have by underscores, and an empty name by its position. */
function columnName(name: string, index: number): string {
  const allowed = name.trim().replace(/[^A-Za-z0-9_ .-]+/g, '_')
  return allowed === '' ? `Column${index + 1}` : allowed
}
