import type { SourceSnapshot } from '../../../electron/domain/schema/job'
import type { StudioErrorCode } from '../../../electron/domain/error-codes'
import { balanceOf } from '../../../electron/domain/row-accounting'

import { delimiters, type GeneratedFile, type GeneratedFormat } from './generated-file'
import { mustLand, type MustLand, type Refusal, type Row, type TableKind } from './must-land'
import { readDelimited } from '../../support/delimited-reader'
import type { RunOutcome, SourceOutcome } from './whole-way-studio'

/** Something that is not as it must be. */
export interface Finding {
  /** Position of the file at fault; undefined where it cannot be told from the others. */
  readonly file?: number
  readonly what: string
}

/** How each reason is to be told. */
const codes: Readonly<Record<Refusal, readonly StudioErrorCode[]>> = {
  fieldCount: ['WrongNumberOfFields'],
  textAfterQuote: ['ClosingQuoteMissing'],
  openQuote: ['ClosingQuoteMissing'],
  encoding: ['EncodingNotSupported', 'FormatMismatch', 'FormatNotSupported'],
  json: ['FormatMismatch'],
  archive: ['FormatNotSupported'],
  gzip: ['FormatMismatch'],
}

const emptyCodes: readonly StudioErrorCode[] = ['FileEmpty', 'NothingToIngest', 'FormatMismatch']

/** Compares what became of files with what must have: each by itself, then the rows and the sums of all. */
export function compare(outcome: RunOutcome, table: TableKind): Finding[] {
  const findings: Finding[] = []
  const wanted = outcome.sources.map((one) => mustLand(one.file, formatOf(one), table))
  const isPartial = wanted.some((must) => must.kind === 'lands' && must.leftOut > 0)
  for (const [file, one] of outcome.sources.entries()) {
    const must = wanted[file] as MustLand
    for (const what of [...compareFormat(one), ...compareSource(one, must, isPartial)])
      findings.push({ file, what: `${one.name}: ${what}` })
  }
  return [...findings, ...compareRows(outcome.rows, wanted), ...compareSums(outcome, wanted)]
}

/** What a source was read as. */
function formatOf({ file, info, source }: SourceOutcome): GeneratedFormat {
  return (source?.format ?? info?.format ?? file.format) as GeneratedFormat
}

/** The studio may take a file for something else than its name says only where its content speaks against that. */
function compareFormat(one: SourceOutcome): string[] {
  const { file } = one
  const taken = formatOf(one)
  if (taken === file.format) return []
  if (file.way !== 'file' || (file.saysFormat && one.source !== undefined))
    return [`taken for ${taken} although the user said ${file.format}`]
  const delimiter = delimiters[file.format]
  if (delimiter === undefined) {
    const mayBeJson = /json/.test(file.format) || file.entries.some(({ content }) => isMadeOfJson(content))
    return mayBeJson && /json/.test(taken) ? [] : [`taken for ${taken}`]
  }
  const isNarrow = file.entries.some(({ content }) => {
    const text = content.toString()
    const read = readDelimited(text, { delimiter, mayDiffer: true })
    return /^\ufeff?\s*[{[]/.test(text) || 'wrong' in read || (read.records[0]?.length ?? 0) < 2
  })
  return isNarrow ? [] : [`taken for ${taken} although its records have several fields as ${file.format}`]
}

/** Lines of text may be taken for what they are. */
function isMadeOfJson(content: Buffer): boolean {
  const lines = content.toString().match(/[^\r\n]*\S[^\r\n]*/g) ?? []
  return (
    lines.length >= 3 &&
    lines.filter((line) => !/^\s*(?:[[\]{}]|"[^"]*"\s*(?:[:,]|$))/.test(line)).length * 10 <= lines.length
  )
}

function compareSource(outcome: SourceOutcome, must: MustLand, isPartial: boolean): string[] {
  const { info, source, file } = outcome
  if (must.kind === 'refused') {
    const { others = [] } = must
    if (others.some((other) => compareSource(outcome, other, isPartial).length === 0)) return []
  }
  if (source === undefined) return compareProblem(info?.problem?.code, must)
  const { state, rows } = source
  switch (must.kind) {
    case 'nothing': {
      const isTold =
        state.kind === 'skipped' || (state.kind === 'failed' && emptyCodes.includes(state.error.code))
      return isTold && (rows.landed ?? 0) === 0 ? [] : [`${tell(source)} where there are no records`]
    }
    case 'refused':
      return isHeaderLeftOut(source, must) ? [] : compareRefusal(source, must)
    case 'lands': {
      const records = must.rows.length + must.leftOut
      const counted = info?.records ?? null
      const findings: string[] = []
      if (rows.expected !== records)
        findings.push(`expected ${rows.expected} where it has ${records} records`)
      // What was taken for another format has another number of records.
      const isSame = info?.format === source.format
      if (isSame && counted !== null && counted > countable(file, must))
        findings.push(`${counted} records seen beforehand where it has ${countable(file, must)}`)
      if (must.leftOut > 0) {
        const isTold = state.kind === 'partiallySucceeded' && state.error.code === 'RowsMissing'
        return isTold ? findings : [...findings, `${tell(source)} where ${must.leftOut} lines are no records`]
      }
      const isLandedKnown = rows.landed !== null || !isPartial
      if (state.kind !== 'succeeded' || rows.refused !== 0 || (isLandedKnown && rows.landed !== records))
        findings.push(`${tell(source)} where all of ${records} records must land`)
      return findings
    }
  }
}

/** A file that is nothing but a header need not be looked into. */
function isHeaderLeftOut(
  { state, rows, ignoreFirstRecord }: SourceSnapshot,
  { record }: { readonly record?: number },
): boolean {
  return ignoreFirstRecord && record === 1 && state.kind === 'skipped' && rows.expected === 0
}

/** Records of a file with its headers. */
function countable(file: GeneratedFile, must: MustLand & { readonly kind: 'lands' }): number {
  return must.rows.length + must.leftOut + (file.ignoreFirstRecord ? file.entries.length : 0)
}

function compareProblem(code: StudioErrorCode | undefined, must: MustLand): string[] {
  const allowed = must.kind === 'refused' ? codes[must.why] : must.kind === 'nothing' ? emptyCodes : []
  return code !== undefined && allowed.includes(code)
    ? []
    : [`refused at once as ${code} where it ${describe(must)}`]
}

function compareRefusal(source: SourceSnapshot, must: MustLand & { readonly kind: 'refused' }): string[] {
  const { state, rows } = source
  if (state.kind !== 'failed') return [`${tell(source)} where it ${describe(must)}`]
  const { error } = state
  const findings: string[] = []
  const reasons = [must, ...(must.others ?? [])].filter((one) => one.kind === 'refused')
  const isReason = ({ why, record, line }: (typeof reasons)[number]): boolean =>
    codes[why].includes(error.code) &&
    (record === undefined || error.record === record) &&
    (line === undefined || error.line === line)
  if (!reasons.some(isReason)) {
    const place = `record ${error.record}, line ${error.line}`
    findings.push(`refused as ${error.code} at ${place} where it ${describe(must)}`)
  }
  if (error.retryable) findings.push('a retry is said to help')
  if ((rows.landed ?? 0) !== 0 || rows.refused !== rows.expected)
    findings.push(`${tell(source)}, all of it refused`)
  return findings
}

function compareRows(rows: readonly Row[], wanted: readonly MustLand[]): Finding[] {
  const owners = new Map<string, number[]>()
  for (const [file, must] of wanted.entries()) {
    for (const row of must.kind === 'lands' ? must.rows : []) {
      const key = JSON.stringify(row)
      const list = owners.get(key)
      if (list === undefined) owners.set(key, [file])
      else list.push(file)
    }
  }
  const findings: Finding[] = []
  for (const row of rows) {
    const key = JSON.stringify(row)
    if (owners.get(key)?.pop() === undefined) findings.push({ what: `a row that no file has: ${short(key)}` })
  }
  for (const [key, files] of owners)
    for (const file of files)
      findings.push({ file, what: `a row of source-${file} is not there: ${short(key)}` })
  return findings
}

function compareSums({ job, rows }: RunOutcome, wanted: readonly MustLand[]): Finding[] {
  if (job === undefined) return []
  const findings: Finding[] = []
  const leftOut = wanted.reduce((sum, must) => sum + (must.kind === 'lands' ? must.leftOut : 0), 0)
  const { missing, surplus } = balanceOf(job)
  if (job.rows.landed !== rows.length)
    findings.push({ what: `${job.rows.landed} landed where the table has ${rows.length} rows` })
  if (missing !== null && missing !== leftOut)
    findings.push({ what: `${missing} missing where ${leftOut} are` })
  if (surplus !== null && surplus !== 0) findings.push({ what: `${surplus} more than expected` })
  const isWhole = job.sources.every(({ state }) => state.kind === 'succeeded' || state.kind === 'skipped')
  if (isWhole && (missing === null || surplus === null))
    findings.push({ what: 'not known whether all landed, although all sources ended well' })
  if (job.status === 'succeeded' && (leftOut > 0 || !isWhole)) findings.push({ what: 'called a success' })
  return findings
}

function tell({ state, rows }: SourceSnapshot): string {
  const reason = 'error' in state ? ` (${state.error.code}: ${state.error.message})` : ''
  return `${state.kind}${reason}, ${rows.landed} of ${rows.expected} landed, ${rows.refused} refused`
}

function describe(must: MustLand): string {
  if (must.kind === 'lands') return `must land with ${must.rows.length} rows`
  if (must.kind === 'nothing') return 'has no records'
  const place = must.record === undefined ? '' : ` at record ${must.record}, line ${must.line ?? '?'}`
  return `must be refused for ${must.why}${place}`
}

function short(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}… (${text.length} characters)` : text
}
