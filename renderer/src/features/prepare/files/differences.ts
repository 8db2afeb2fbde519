import { formatFacts } from '../../../../../electron/domain/data-format'
import type { FileSource } from '../../../../../electron/domain/schema/file-source'
import { manyText } from '../../../text/en-prepare'

const namesShown = 3

/** What a file has that the first one has not, in a few words each; empty if they are read alike. */
export function differences(file: FileSource, first: FileSource): readonly string[] {
  if (file === first) return []
  const words: string[] = []
  if (file.format !== null && file.format !== first.format) words.push(formatFacts[file.format].label)
  if (file.compression !== first.compression) words.push(manyText.compressed(file.compression))
  if (file.hasHeader !== first.hasHeader) words.push(file.hasHeader ? manyText.withHeader : manyText.noHeader)
  if (file.hasHeader && first.hasHeader)
    words.push(...columnDifferences(file.headerColumns, first.headerColumns))
  else if (
    typeof file.columnCount === 'number' &&
    (first.columnCount ?? file.columnCount) !== file.columnCount
  ) {
    words.push(manyText.otherColumns(file.columnCount))
  }
  return words
}

function columnDifferences(names: readonly string[], firstNames: readonly string[]): readonly string[] {
  const more = names.filter((name) => !firstNames.includes(name))
  const fewer = firstNames.filter((name) => !names.includes(name))
  if (more.length === names.length) return [manyText.otherNames]
  if (more.length === 0 && fewer.length === 0) {
    return names.some((name, index) => name !== firstNames[index]) ? [manyText.otherOrder] : []
  }
  return [
    ...(more.length > 0 ? [manyText.more(list(more))] : []),
    ...(fewer.length > 0 ? [manyText.fewer(list(fewer))] : []),
  ]
}

function list(names: readonly string[]): string {
  return names.length > namesShown ? `${names.slice(0, namesShown).join(', ')}…` : names.join(', ')
}
