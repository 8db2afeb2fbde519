import type { FileSource } from '../../../../electron/domain/schema/file-source'
import { conversionSignature } from './conversion'
import { isFile } from '../sources/file-choice'

/** Files that are alike in everything that decides how they are read. */
export interface SourceGroup {
  /** The one that is looked into for all of them. */
  readonly first: FileSource
  readonly files: readonly FileSource[]
}

/** Up to this many files are each looked into; of more, one for all that agree. */
const eachUpTo = 12

const grouped = new WeakMap<readonly FileSource[], readonly SourceGroup[]>()

/** Groups files that agree in format, compression, header and columns; a file that cannot be read is on its own. */
export function groupAlike(files: readonly FileSource[]): readonly SourceGroup[] {
  const known = grouped.get(files)
  if (known !== undefined) return known
  const found = findGroups(files)
  // Each row of a long list asks for its group.
  grouped.set(files, found)
  return found
}

function findGroups(files: readonly FileSource[]): readonly SourceGroup[] {
  const groups = new Map<string, FileSource[]>()
  for (const file of files) {
    const key = signatureOf(file)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [file])
    else group.push(file)
  }
  return [...groups.values()].flatMap((members) => {
    const [first] = members
    return first === undefined ? [] : [{ first, files: members }]
  })
}

/** The files to look into: all of a few, else the first of each group. */
export function filesToInspect(files: readonly FileSource[]): readonly FileSource[] {
  const readable = files.filter(canBeLookedInto)
  return readable.length <= eachUpTo
    ? readable
    : groupAlike(readable)
        .slice(0, eachUpTo)
        .map(({ first }) => first)
}

/** Whether a look may help: the file can be read, or a conversion on the way would make it readable. */
export function canBeLookedInto(file: FileSource): boolean {
  return isFile(file) && (file.problem === null || file.problem.code === 'EncodingNotSupported')
}

/** The group that a file belongs to; of a few files, each is a group of its own. */
export function groupOf(files: readonly FileSource[], handle: string): SourceGroup | undefined {
  const readable = files.filter(isFile)
  if (readable.length <= eachUpTo) {
    const file = readable.find((one) => one.handle === handle)
    return file === undefined ? undefined : { first: file, files: [file] }
  }
  return groupAlike(files).find((group) => group.files.some((file) => file.handle === handle))
}

function signatureOf(file: FileSource): string {
  if (!isFile(file)) return `note ${file.handle}`
  const { format, compression, hasHeader, headerColumns, columnCount, problem } = file
  const conversion = conversionSignature(file.reading)
  // What a conversion mends is grouped by it; its message names the file.
  if (problem !== null && (problem.code !== 'EncodingNotSupported' || conversion === ''))
    return `problem ${problem.message}`
  return JSON.stringify([
    format,
    compression,
    hasHeader,
    headerColumns,
    headerColumns.length > 0 ? null : columnCount,
    conversion,
  ])
}
