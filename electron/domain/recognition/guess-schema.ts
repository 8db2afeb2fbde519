import type { SchemaGuess } from '../schema/file-source'
import { inferType, type TypeGuess } from './infer-type'
import type { Recognition } from './sample'

/** Guesses the types of the fields of a sample, in order. */
export function guessTypes(recognised: Pick<Recognition, 'fields' | 'rows'>): TypeGuess[] {
  const { fields, rows } = recognised
  return fields.map(({ name, path, isText = false }, index) => {
    const isDelimited = path === undefined
    return inferType(
      rows.flatMap(({ cells }) => cells[index] ?? []),
      { name, isDelimited, isText },
    )
  })
}

/** Guesses the types of the columns under a header; null if no record follows it, or there is none. */
export function guessSchema(recognised: Recognition): SchemaGuess | null {
  const { hasHeader, rows } = recognised
  if (!hasHeader || rows.length === 0) return null
  return { types: guessTypes(recognised).map(({ inferred }) => inferred), records: rows.length }
}
