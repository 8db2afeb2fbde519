import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { compare, type Finding } from './compare'
import { delimitedText, lines, typedText } from './delimited-content'
import {
  delimiters,
  fileOf,
  generatedFormats,
  type GeneratedFile,
  type GeneratedFormat,
} from './generated-file'
import { jsonDocument, jsonLines } from './json-content'
import { mustLand, packedBytes, type TableKind } from './must-land'
import { fileName, type Setup, type WholeWayStudio } from './whole-way-studio'

/** Files that are ingested together. */
export const batchSize = 100

/** How long the file at fault is looked for, and made smaller. */
const longestSearchMs = 60_000

/** One batch: the same seed makes the same files. */
export interface Batch {
  readonly seed: number
  readonly setup: Setup
  /** Most of the files have this format: enough of them for a blob that they share. */
  readonly format: GeneratedFormat
}

/** The batch of a number; all setups and formats take their turns. */
export function batchOf(seed: number, index: number): Batch {
  const turn = index % 5
  return {
    seed: seed + index,
    setup: { table: turn === 3 ? 'types' : 'texts', sharesBlobs: turn % 2 === 0, cuts: turn === 1 },
    format: generatedFormats[index % generatedFormats.length] ?? 'csv',
  }
}

function textOf(format: GeneratedFormat, table: TableKind): fc.Arbitrary<string> {
  const delimiter = delimiters[format]
  if (delimiter !== undefined) return table === 'types' ? typedText(delimiter) : delimitedText(delimiter)
  if (format === 'txt') return lines()
  return format === 'json' ? jsonLines(table === 'types') : jsonDocument(table === 'types')
}

function filesOf({ format, setup }: Batch): fc.Arbitrary<GeneratedFile> {
  const { table, cuts } = setup
  // Lines of text have one field, which tells nothing of types.
  const formats = generatedFormats.filter((one) => table === 'texts' || one !== 'txt')
  const any = formats.map((one) => fileOf(one, textOf(one, table)))
  const most = formats.includes(format)
    ? [{ weight: 10, arbitrary: fileOf(format, textOf(format, table)) }]
    : []
  const file = fc.oneof(...most, ...any.map((arbitrary) => ({ weight: 1, arbitrary })))
  if (!cuts) return file
  // Of a file that is cut, the pieces without a defect land; whole files are the matter here.
  return file.filter((one) => {
    const must = mustLand(one, one.format, table)
    return must.kind === 'lands' && must.leftOut === 0
  })
}

/** Ingests a batch. Returns a report of what was wrong, with the smallest file that shows it; undefined when all is well. */
export async function runBatch(studio: WholeWayStudio, batch: Batch): Promise<string | undefined> {
  const arbitrary = filesOf(batch)
  const files = fc.sample(arbitrary, { numRuns: batchSize, seed: batch.seed })
  const findings = await findingsOf(studio, files, batch.setup)
  if (findings.length === 0) return undefined
  const until = Date.now() + longestSearchMs
  for (const index of new Set([...findings.flatMap(({ file }) => file ?? []), ...files.keys()])) {
    if (Date.now() > until) break
    const small = await smallestFault(studio, batch, index)
    if (small !== undefined) return small
  }
  const folder = save(`batch-${batch.seed}`, files)
  return `${listed(findings)}\nNo file of the batch shows it alone; all of them are in ${folder}`
}

/** The smallest file that fast-check makes of one of a batch and that still goes wrong by itself. */
async function smallestFault(
  studio: WholeWayStudio,
  batch: Batch,
  index: number,
): Promise<string | undefined> {
  let last: { readonly file: GeneratedFile; readonly findings: readonly Finding[] } | undefined
  const isWell = async (file: GeneratedFile): Promise<boolean> => {
    const findings = await findingsOf(studio, [file], { ...batch.setup })
    if (findings.length > 0) last = { file, findings }
    return findings.length === 0
  }
  await fc.check(fc.asyncProperty(filesOf(batch), isWell), {
    seed: batch.seed,
    path: String(index),
    numRuns: 1,
    interruptAfterTimeLimit: longestSearchMs / 2,
  })
  if (last === undefined) return undefined
  const { file, findings } = last
  const folder = save(`seed-${batch.seed}-file-${index}`, [file])
  const { entries, ...how } = file
  const contents = entries.map(
    ({ name, content }) => `${name}: ${JSON.stringify(content.toString().slice(0, 500))}`,
  )
  return [
    listed(findings),
    JSON.stringify({ ...batch.setup, ...how }),
    ...contents,
    `Saved in ${folder}`,
  ].join('\n')
}

async function findingsOf(
  studio: WholeWayStudio,
  files: readonly GeneratedFile[],
  setup: Setup,
): Promise<Finding[]> {
  return compare(await studio.run(files, setup), setup.table)
}

function listed(findings: readonly Finding[]): string {
  const shown = findings.slice(0, 8).map(({ what }) => `- ${what}`)
  return [...shown, ...(findings.length > 8 ? [`and ${findings.length - 8} more`] : [])].join('\n')
}

function save(name: string, files: readonly GeneratedFile[]): string {
  const folder = join(tmpdir(), 'whole-way-faults', name)
  mkdirSync(folder, { recursive: true })
  for (const [index, file] of files.entries())
    writeFileSync(join(folder, fileName(file, index)), packedBytes(file))
  return folder
}
