import { open, type FileHandle } from 'node:fs/promises'
import { wordsOfFinding } from '../domain/finding-words'
import type { Finding, FindingRef } from '../domain/schema/inspection'
import { StudioError } from '../domain/studio-error'
import type { DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import { emptyNotes, type Chunk, type ChunkText, type ReadingNotes } from './chunk'
import { numberFaults } from './dynamic-values'
import { allFindings } from './findings-book'
import { PartCheck } from './part-check'
import type { Separated } from './protocol'
import { chunkRelation, delimiterOf, recordCondition } from './readers'
import { faultQueries, type RecordFault } from './record-faults'
import { headerRecords, recordFindings } from './record-findings'
import { delimitedRejects, jsonRejects, type Reject, type RejectLines } from './reject-lines'
import type { SourceLook } from './source-look'
import { takeChunks } from './whole-source'

/** Where a separation writes, and what it leaves out. */
interface SeparationOptions {
  readonly leaveOut: readonly FindingRef[]
  readonly keptPath: string
  readonly rejectedPath: string
  /** What the names of its temporary files begin with. */
  readonly file: string
  readonly signal: AbortSignal
  /** Told how much of the source it has gone through, from 0 to 1. */
  readonly onShare: (share: number) => void
}

/**
 * Parts the records of a source that have one of the chosen findings from the others. Both files get the records' own
 * bytes, unpacked and converted as the reading says.
 *
 * @throws StudioError `FormatMismatch` if the source cannot be read to its end; an error of the file system.
 */
export async function separate(
  engine: DuckDbEngine,
  look: SourceLook,
  options: SeparationOptions,
): Promise<Separated> {
  const kept = await open(options.keptPath, 'w', 0o600)
  const rejected = await open(options.rejectedPath, 'w', 0o600)
  const separation = new Separation(engine, look, { ...options, kept, rejected })
  try {
    return await separation.run()
  } finally {
    await separation.dispose()
    await kept.close()
    await rejected.close()
  }
}

type Parts = SeparationOptions & { readonly kept: FileHandle; readonly rejected: FileHandle }

class Separation {
  readonly #engine: DuckDbEngine
  readonly #look: SourceLook
  readonly #parts: Parts
  readonly #table: string
  readonly #lines: RejectLines
  readonly #notes: ReadingNotes = emptyNotes(Number.POSITIVE_INFINITY)
  /** What the kept records hold. */
  readonly #check: PartCheck
  #doubtful: PartCheck | undefined
  #recordsBefore = 0
  #leftOut = 0
  /** Of the notes, how many records of another number of fields were taken. */
  #othersSeen = 0
  #hasKept = false
  /** How often the source is read, and how often it was. */
  #passes = 1
  #passed = 0

  constructor(engine: DuckDbEngine, look: SourceLook, parts: Parts) {
    this.#engine = engine
    this.#look = look
    this.#parts = parts
    this.#table = `${look.table}_separation`
    this.#check = new PartCheck(engine, look.plan.probes, { table: `${look.table}_kept`, inferred: [] })
    const { layout } = look.sample
    const delimiter = delimiterOf(look.reading)
    this.#lines =
      delimiter === undefined || layout.kind !== 'fields'
        ? jsonRejects
        : delimitedRejects(delimiter, layout.names)
  }

  async run(): Promise<Separated> {
    await this.#findDateOrders()
    await this.#eachChunk(this.#notes, (chunk) => this.#take(chunk))
    this.#assertWhole()
    return {
      leftOut: this.#leftOut,
      records: this.#check.records,
      columns: this.#check.tallies.map(({ probe, empty, becomeNull, minimum, maximum, sum }) => ({
        column: probe.column,
        empty,
        becomeNull,
        minimum,
        maximum,
        sum,
      })),
      findings: this.#findings().map((finding) => ({ ...finding, examples: [] })),
    }
  }

  /** What is lost of the kept records, with the fields that go nowhere. */
  #findings(): Finding[] {
    const { reading, sourceFindings } = this.#look
    const ofSource = sourceFindings.filter(({ kind }) => kind === 'extraField')
    return allFindings(
      { reading, records: this.#check.records, tallies: this.#check.tallies, isWhole: true },
      { ofSource, ofRecords: [], ofValues: this.#check.findings(true) },
    )
  }

  async dispose(): Promise<void> {
    await this.#check.dispose()
    await this.#doubtful?.dispose()
    await this.#engine.run(`DROP TABLE IF EXISTS ${this.#table}`)
  }

  /** Whether a column's dates are day first is only known at its end: it is read beforehand. */
  async #findDateOrders(): Promise<void> {
    const { leaveOut, signal } = this.#parts
    const columns = leaveOut.filter(({ kind }) => kind === 'dayFirst').map(({ column }) => column)
    const probes = this.#look.plan.probes.filter(({ column }) => column !== null && columns.includes(column))
    if (probes.length === 0) return
    const check = new PartCheck(this.#engine, probes, { table: `${this.#look.table}_dates`, inferred: [] })
    this.#doubtful = check
    this.#passes = 2
    await this.#eachChunk(emptyNotes(), (chunk) => check.add(this.#partOf(chunk), signal))
  }

  async #eachChunk(notes: ReadingNotes, take: (chunk: Chunk) => Promise<void>): Promise<void> {
    const { source, reading, sample } = this.#look
    const { file, signal, onShare } = this.#parts
    const total = source.rawSizeBytes
    await takeChunks({ source, reading, layout: sample.layout }, { file, notes, signal }, async (chunk) => {
      await take(chunk)
      if (total !== null && total > 0)
        onShare((this.#passed + Math.min(1, chunk.bytesRead / total)) / this.#passes)
    })
    this.#passed += 1
  }

  #partOf(chunk: Chunk): Parameters<PartCheck['add']>[0] {
    const { reading, sample } = this.#look
    return {
      relation: chunkRelation(reading, sample.layout, chunk),
      condition: recordCondition(sample.layout),
      hasLongTexts: chunk.longestRecord > 1_048_576,
      places: (numbers) => numbers.map(() => nowhere),
    }
  }

  async #take(chunk: Chunk): Promise<void> {
    const { signal } = this.#parts
    const { text } = chunk
    if (text === undefined) throw new Error(`Records of ${this.#look.reading.format} cannot be parted`)
    const part = this.#partOf(chunk)
    await this.#engine.interruptibleRows(
      `CREATE OR REPLACE TABLE ${this.#table} AS SELECT *, (${part.condition}) AS ok FROM (SELECT row_number() OVER () AS rn, * FROM ${part.relation})`,
      signal,
    )
    const faults = await this.#faultsIn(chunk)
    const numbers = [...faults.keys()].sort((left, right) => left - right)
    await this.#write(text, numbers, faults)
    const others = numbers.length === 0 ? '' : ` WHERE rn NOT IN (SELECT unnest([${numbers.join(', ')}]))`
    await this.#check.add(
      {
        ...part,
        relation: `(SELECT * EXCLUDE (rn, ok) FROM ${this.#table}${others})`,
        keys: chunk.keys && {
          ...chunk.keys,
          repeated: chunk.keys.repeated.filter(({ number }) => !faults.has(number)),
        },
      },
      signal,
    )
    this.#recordsBefore += chunk.records
    this.#leftOut += numbers.length
  }

  async #faultsIn(chunk: Chunk): Promise<Map<number, Fault[]>> {
    const { leaveOut, signal } = this.#parts
    const found = new Map<number, Fault[]>()
    const add = (fault: Fault): void => {
      const known = found.get(fault.number)
      if (known === undefined) found.set(fault.number, [fault])
      else known.push(fault)
    }
    for (const fault of this.#otherCounts(chunk)) add(fault)
    if (leaveOut.some(({ kind }) => kind === 'notJson')) {
      const sql = `SELECT rn FROM ${this.#table} WHERE ok IS NOT true`
      for (const [rn] of await this.#engine.interruptibleRows(sql, signal))
        add({ number: Number(rn), kind: 'notJson', column: null, type: null, value: null })
    }
    const isDoubtful = (probe: Parameters<PartCheck['isDayFirst']>[0]): boolean =>
      this.#doubtful?.hasDoubtfulDates(probe) ?? false
    for (const { column, type, sql } of faultQueries(
      this.#table,
      this.#look.plan.probes,
      leaveOut,
      isDoubtful,
    ))
      for (const [rn, kind, value] of await this.#engine.interruptibleRows(sql, signal))
        add({ number: Number(rn), kind: kind as RecordFault['kind'], column, type, value: String(value) })
    const ask = (sql: string): ReturnType<DuckDbEngine['interruptibleRows']> =>
      this.#engine.interruptibleRows(sql, signal)
    for (const fault of await numberFaults(ask, this.#table, this.#look.plan.probes, leaveOut)) add(fault)
    return found
  }

  /** Records of another number of fields; the next chunk may have been read already. */
  #otherCounts(chunk: Chunk): Fault[] {
    const { layout } = this.#look.sample
    const expected = layout.kind === 'fields' ? layout.names.length : 0
    const from = this.#recordsBefore
    const mine: Fault[] = []
    const { otherCounts } = this.#notes
    for (; this.#othersSeen < otherCounts.length; this.#othersSeen++) {
      const { record = 0, fields = 0 } = otherCounts[this.#othersSeen] ?? {}
      if (record > from + chunk.records) break
      const kind = fields < expected ? 'fewerFields' : 'moreFields'
      // An ignored first record may have any number of fields.
      if (record <= from || !this.#parts.leaveOut.some((one) => one.kind === kind)) continue
      mine.push({ number: record - from, kind, column: null, type: null, value: null, fields })
    }
    return mine
  }

  async #write(
    { bytes, spans }: ChunkText,
    numbers: readonly number[],
    faults: ReadonlyMap<number, readonly Fault[]>,
  ): Promise<void> {
    const { kept, rejected } = this.#parts
    const isFirst = this.#recordsBefore === 0
    const header = headerRecords(this.#look.sample.layout, this.#look.reading.ignoreFirstRecord)
    const out: Buffer[] = isFirst ? [this.#lines.header(this.#headerOf({ bytes, spans }))] : []
    let from = 0
    for (const [index, { start, end, line }] of spans(numbers).entries()) {
      const number = numbers[index] ?? 0
      await this.#keep(kept, bytes.subarray(from, start))
      from = end
      const inText: Reject['place'] = { line, record: header + this.#recordsBefore + number }
      const place = this.#look.source.members?.locate(inText) ?? inText
      const reject: Reject = {
        place,
        text: withoutLineEnd(bytes.subarray(start, end)),
        faults: faults.get(number) ?? [],
      }
      out.push(this.#lines.line(reject))
    }
    await this.#keep(kept, bytes.subarray(from))
    if (out.length > 0) await rejected.appendFile(Buffer.concat(out))
  }

  /** Lines that are left out above the table are empty ones by now: they are no part of what is sent. */
  async #keep(file: FileHandle, bytes: Buffer): Promise<void> {
    const own = this.#hasKept ? bytes : bytes.subarray(lineEndsBefore(bytes))
    if (own.length === 0) return
    this.#hasKept = true
    await file.appendFile(own)
  }

  #headerOf({ bytes, spans }: ChunkText): Buffer | undefined {
    if (!this.#look.reading.ignoreFirstRecord) return undefined
    const [span] = spans([0])
    return span === undefined ? undefined : withoutLineEnd(bytes.subarray(span.start, span.end))
  }

  /** What comes after a defect was not read: it cannot be parted from the rest. */
  #assertWhole(): void {
    const { defect } = this.#notes
    if (defect === undefined) return
    const { ignoreFirstRecord } = this.#look.reading
    const [finding] = recordFindings({ ...emptyNotes(), defect }, this.#look.sample.layout, {
      isExact: true,
      ignoreFirstRecord,
    })
    const { name } = this.#look.source
    if (finding === undefined) return
    const { text, nextStep } = wordsOfFinding(finding)
    const { line = null, record = null } = finding.examples[0] ?? {}
    throw new StudioError('FormatMismatch', `“${name}” cannot be read to its end. ${text}`, {
      subject: name,
      nextStep,
      ...(line === null ? {} : { line }),
      ...(record === null ? {} : { record }),
    })
  }
}

type Fault = RecordFault & { readonly fields?: number }

const nowhere = { record: null, line: null, raw: null }

function lineEndsBefore(bytes: Buffer): number {
  let at = 0
  while (bytes[at] === 0x0a || bytes[at] === 0x0d) at++
  return at
}

function withoutLineEnd(bytes: Buffer): Buffer {
  let end = bytes.length
  if (bytes[end - 1] === 0x0a) end--
  if (bytes[end - 1] === 0x0d) end--
  return bytes.subarray(0, end)
}
