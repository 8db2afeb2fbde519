import type { ChosenBlob } from './blob-choice'
import { beginsWithHeader, firstRecordSeen } from './blob-looks'
import { mappingForFields } from './column-matching'
import { formatFacts } from './data-format'
import { namesOfHeader } from './recognition/field-names'
import { repeatsColumns } from './repeated-header'
import type { BlobLook } from './schema/listed-blob'
import type { Column, ColumnSource } from './schema/table'

/**
 * The blobs to ingest whose fields are matched by the names of a header that was seen in others like them: each is to be
 * read by its own header, because one with its columns in another order would land in the wrong ones.
 */
export function blobsMatchedByName(
  blobs: readonly ChosenBlob[],
  looks: readonly BlobLook[],
  columns: readonly Column[],
): { readonly all: readonly ChosenBlob[]; readonly unseen: readonly ChosenBlob[] } {
  const known = new Set(looks.map(({ handle }) => handle))
  const all = blobs.filter((blob) => blob.leftOut === null && isMatchedByName(blob, columns))
  return { all, unseen: all.filter(({ blob }) => !known.has(blob.handle)) }
}

/** The mapping by which the fields of a blob find their columns; null if none is needed. */
export function mappingOfBlob(
  { format, seen }: Pick<ChosenBlob, 'format' | 'seen'>,
  ignoreFirstRecord: boolean,
  columns: readonly Column[],
): ColumnSource[] | null {
  const names = format === null ? undefined : firstRecordSeen(seen, format)
  if (format === null || names === undefined || columns.length === 0) return null
  const fields = namesOfHeader(names).names.map((name, ordinal) => ({ name, ordinal }))
  return mappingForFields(fields, columns, { format, ignoreFirstRecord }, 'name').mapping
}

/** Whether what was seen of a blob, or of those like it, is a header that names columns of the table. */
function isMatchedByName({ format, seen }: ChosenBlob, columns: readonly Column[]): boolean {
  if (format === null || formatFacts[format].delimiter === undefined) return false
  return seen.some((one) => beginsWithHeader(one, columns) && namesSome(one.firstRecord, columns))
}

function namesSome(record: readonly string[] = [], columns: readonly Column[]): boolean {
  return record.some((name) => repeatsColumns([name], columns))
}
