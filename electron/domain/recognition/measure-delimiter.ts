import { cellKind } from './cell-kind'
import { readSampleRecords, type SampleRecord } from './sample-records'

/** How well a text reads with one delimiter. */
export interface Measure {
  readonly delimiter: string
  /** Fields of most records; 1 if the delimiter makes none. */
  readonly width: number
  /** Index of the first record that belongs to the table. */
  readonly start: number
  /** Share of the records from there that have this width. */
  readonly share: number
  /** 0 to 1: many records of the same width, with cells that look like values. */
  readonly score: number
  readonly records: readonly SampleRecord[]
}

interface MeasureOptions {
  readonly isWhole: boolean
  readonly skipLines: number
  readonly backslashQuotes?: boolean
}

const measuredRecords = 40
const judgedRecords = 16
const judgedCells = 40

/** Reads the start of a text with a delimiter and judges what comes out. */
export function measureDelimiter(text: string, delimiter: string, options: MeasureOptions): Measure {
  const { records, defects } = readSampleRecords(text, { delimiter, limit: measuredRecords, ...options })
  const widths = records.map(({ cells }) => cells.length)
  const width = usualWidth(widths)
  const none = { delimiter, width: 1, start: 0, share: 0, score: 0, records }
  if (width < 2) return none
  const start = tableStart(widths, width)
  const share = widths.slice(start).filter((one) => one === width).length / (widths.length - start)
  const table = records.slice(start).filter(({ cells }) => cells.length === width)
  const isLate = 1 - 0.25 * (start / records.length)
  // A quote that closes in the middle of a field was meant for another delimiter.
  const broken = defects.filter(({ kind }) => kind === 'textAfterQuote').length
  const isClean = Math.max(1 - broken / records.length, 0)
  const score = share * isLate * isClean * cellQuality(table, delimiter) * (1 - 0.5 ** width)
  return { delimiter, width, start, share, score, records }
}

/** The most frequent width of two or more, unless nearly all records have one field. */
function usualWidth(widths: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const width of widths) if (width > 1) counts.set(width, (counts.get(width) ?? 0) + 1)
  const [width, count] = [...counts].reduce(
    (best, one) => (one[1] > best[1] || (one[1] === best[1] && one[0] > best[0]) ? one : best),
    [1, 0],
  )
  const singles = widths.filter((one) => one === 1).length
  return count * 4 >= singles ? width : 1
}

/** Where the records of this width begin: lines above them are no part of the table. */
function tableStart(widths: readonly number[], width: number): number {
  const first = widths.indexOf(width)
  for (let start = first; start !== -1; start = widths.indexOf(width, start + 1)) {
    const rest = widths.slice(start)
    if (rest.filter((one) => one === width).length * 10 >= rest.length * 6) return start
  }
  return Math.max(first, 0)
}

function cellQuality(records: readonly SampleRecord[], delimiter: string): number {
  let sum = 0
  let cells = 0
  for (const { cells: texts, quoted } of records.slice(0, judgedRecords)) {
    for (let index = 0; index < Math.min(texts.length, judgedCells); index++) {
      sum += quoted[index] === true ? 1 : cellWorth(texts[index] ?? '', delimiter)
      cells++
    }
  }
  return cells === 0 ? 0 : sum / cells
}

/** How much a bare cell looks like a value of its own, from 0 to 1. */
function cellWorth(cell: string, delimiter: string): number {
  const kind = cellKind(cell)
  if (kind === 'empty') return 0.7
  if (kind !== 'text') return 1
  // Left over from a split in the wrong place.
  if (cell.includes('"') || !isBalanced(cell)) return 0.2
  if (delimiter !== ';' && cell.includes(';')) return 0.3
  if (delimiter !== '\t' && cell.includes('\t')) return 0.2
  if (delimiter !== '|' && cell.includes('|')) return 0.3
  if (delimiter !== ',' && /[^\s,],[^\s,]/.test(cell)) return 0.6
  // A comma or a semicolon in a sentence has a blank after it.
  return (delimiter === ',' || delimiter === ';') && cell.startsWith(' ') ? 0.5 : 0.85
}

function isBalanced(cell: string): boolean {
  if (!/[()[\]{}]/.test(cell)) return true
  let depth = 0
  for (const character of cell) {
    if ('([{'.includes(character)) depth++
    if (')]}'.includes(character)) depth--
    if (depth < 0) return false
  }
  return depth === 0
}
