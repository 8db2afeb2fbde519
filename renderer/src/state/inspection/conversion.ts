import { needsConversion } from '../../../../electron/domain/conversion/reading-converter'
import type { FileSource } from '../../../../electron/domain/schema/file-source'
import type { Reading } from '../../../../electron/domain/schema/reading'
import { readingOf, type InspectionSlice, type ReadingChange } from './inspection'

/** The state that says how files are sent. */
export type ConversionState = Pick<InspectionSlice, 'inspections'> &
  Pick<ConversionSlice, 'conversionAnswers'>

/** What the user wants of sources that Kusto does not read as they are. */
export type ConversionAnswer = 'convert' | 'asIs'

/** Sources that the same conversion would put right. */
export interface ConversionGroup {
  /** Keys of the answers: files' handles, `paste`. */
  readonly keys: readonly string[]
  readonly names: readonly string[]
  /** The first one's reading: the others agree with it in what is converted. */
  readonly reading: Reading
}

/** Where the question came up, and so what goes on once it is answered. */
export type ConversionOrigin = 'files' | 'paste' | 'prepared'

/** Whether sources may be converted on the way: asked once for each, and remembered until they are sent. */
export interface ConversionSlice {
  /** By the keys of inspections. */
  readonly conversionAnswers: Readonly<Record<string, ConversionAnswer>>
  answerConversion(keys: readonly string[], answer: ConversionAnswer): void
  /** Forgets the answers for sources that are gone. */
  forgetConversion(keys: readonly string[]): void
  /** Asks about sources that nobody was asked about yet; false if there are none. */
  askToConvert(groups: readonly ConversionGroup[], origin: ConversionOrigin): boolean
}

/** The parts of a reading that make the upload rewrite a source. */
const convertingParts = ['encoding', 'skipLines', 'comment', 'delimiter', 'backslashQuotes'] as const

/** Whether a change of the reading says how the source is to be converted, and so answers the question. */
export function saysConversion(change: ReadingChange): boolean {
  return convertingParts.some((part) => part in change) || change.conversions !== undefined
}

/** What the same conversion puts right has the same text; empty if nothing is converted. */
export function conversionSignature(reading: Reading | null | undefined): string {
  if (reading === null || reading === undefined || !needsConversion(reading)) return ''
  return JSON.stringify(convertingParts.map((part) => reading[part] ?? null))
}

/** How a file is read: as its look has it, else as its first bytes were recognised. */
export function readingOfFile(
  { inspections }: Pick<InspectionSlice, 'inspections'>,
  { handle, reading }: Pick<FileSource, 'handle' | 'reading'>,
): Reading | null {
  const inspection = inspections[handle]
  return (inspection === undefined ? null : readingOf(inspection)) ?? reading ?? null
}

/** Whether a conversion on the way makes a file that Kusto would refuse readable, and the user did not decline it. */
export function isConvertible(state: ConversionState, file: FileSource): boolean {
  if (file.problem?.code !== 'EncodingNotSupported' || state.conversionAnswers[file.handle] === 'asIs')
    return false
  const reading = readingOfFile(state, file)
  return reading !== null && reading.encoding !== 'utf-8'
}

/** Files that can be sent: those without a problem, and those that a conversion puts right. The others stay in the list. */
export function sendableFiles(state: ConversionState, files: readonly FileSource[]): readonly FileSource[] {
  return files.filter((file) => file.problem === null || isConvertible(state, file))
}

/** The files that nobody was asked about yet, grouped by what would be done to them. */
export function filesToAskAbout(
  state: ConversionState,
  files: readonly FileSource[],
): readonly ConversionGroup[] {
  const groups = new Map<string, { keys: string[]; names: string[]; reading: Reading }>()
  for (const file of files) {
    const reading = readingOfFile(state, file)
    const signature = conversionSignature(reading)
    if (reading === null || signature === '' || state.conversionAnswers[file.handle] !== undefined) continue
    const group = groups.get(signature) ?? { keys: [], names: [], reading }
    group.keys.push(file.handle)
    group.names.push(file.name)
    groups.set(signature, group)
  }
  return [...groups.values()]
}

/** A reading as it is sent: without its conversions where the user wants the source as it is. */
export function readingAsAnswered(reading: Reading, answer: ConversionAnswer | undefined): Reading {
  if (answer !== 'asIs') return reading
  const { format, ignoreFirstRecord } = reading
  return { format, ignoreFirstRecord, encoding: 'utf-8', skipLines: 0 }
}
