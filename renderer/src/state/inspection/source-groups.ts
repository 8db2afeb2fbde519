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

interface Grouping {
  readonly groups: readonly SourceGroup[]
  /** Of a few files, each is a group of its own here. */
  readonly byHandle: ReadonlyMap<string, SourceGroup>
}

const grouped = new WeakMap<readonly FileSource[], Grouping>()

/** Groups files that agree in format, compression, header and columns; a file that cannot be read is on its own. */
export function groupAlike(files: readonly FileSource[]): readonly SourceGroup[] {
  return groupingOf(files).groups
}

/** Made once for a list: each of its rows asks. */
function groupingOf(files: readonly FileSource[]): Grouping {
  const known = grouped.get(files)
  if (known !== undefined) return known
  const groups = findGroups(files)
  const own = files.filter(isFile)
  const asked = own.length <= eachUpTo ? own.map((file) => ({ first: file, files: [file] })) : groups
  const byHandle = new Map(asked.flatMap((group) => group.files.map(({ handle }) => [handle, group])))
  const found = { groups, byHandle }
  grouped.set(files, found)
  return found
}

/** Whether one of the files has this handle. */
export function isListed(files: readonly FileSource[], handle: string): boolean {
  return groupingOf(files).byHandle.has(handle)
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
  return groupingOf(files).byHandle.get(handle)
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
