import type { Check, ExtentRead } from '../domain/schema/inspection'
import { StudioError, toWireError } from '../domain/studio-error'
import { EngineError, type DuckDbEngine } from '../local-cluster/engine/duckdb-engine'
import { quoteText } from '../local-cluster/engine/sql-text'
import type { ReadableChunk, ReadingNotes } from './chunk'
import { profileOf } from './column-profile'
import { allFindings } from './findings-book'
import { ParquetFile } from './parquet-file'
import { PartCheck } from './part-check'
import { chunkRelation, notesOf, readingToSee, recordCondition } from './readers'
import { headerRecords, recordFindings } from './record-findings'
import { inMembers, type SourceLook } from './source-look'
import { asSplittable, takeSplit } from './split-chunks'
import { isStillHead, takeChunks } from './whole-source'

/** Progress is told no more often, in milliseconds. */
const tellEveryMs = 250

/** Rows of a Parquet file that are judged at a time, at least. */
const parquetRows = 500_000

/** The check of a whole source. */
export class SourceCheck {
  part: PartCheck
  readonly #look: SourceLook
  readonly #engine: DuckDbEngine
  readonly #tell: (check: Check) => void
  readonly #file: string
  readonly #stop = new AbortController()
  #notes: ReadingNotes
  #revision = 0
  #bytesRead = 0
  #status: Check['status'] = 'running'
  #error: Check['error'] = null
  #toldAt = 0
  #isWhole = false

  constructor(
    engine: DuckDbEngine,
    look: SourceLook,
    options: { readonly file: string; readonly tell: (check: Check) => void },
  ) {
    this.#engine = engine
    this.#look = look
    this.#file = options.file
    this.#tell = options.tell
    this.#notes = notesOf(look.reading)
    this.part = new PartCheck(engine, look.plan.probes, {
      table: `${look.table}_check`,
      inferred: look.columns.map(({ inferred }) => inferred),
      header: headerRecords(look.sample.layout, readingToSee(look.reading).ignoreFirstRecord),
    })
  }

  /** Reads the source to its end, until it is stopped, or until something refuses it. Never throws. */
  async run(): Promise<void> {
    const { signal } = this.#stop
    try {
      const { format } = this.#look.reading
      const { whole } = this.#look.sample
      if (whole !== undefined && (await isStillHead(this.#look.source, signal))) this.#takeOver(whole)
      else if (format === 'parquet') await this.#readParquet(signal)
      else if (canBeRead(this.#look)) await this.#readChunks(signal)
      this.#isWhole = this.#notes.defect === undefined && canBeRead(this.#look)
      this.#status = 'done'
    } catch (error) {
      if (signal.aborted) this.#status = 'stopped'
      else {
        this.#status = 'failed'
        this.#error = toWireError(checkFailure(error, this.#look.source.name))
      }
    } finally {
      await this.part.dispose().catch(() => undefined)
    }
    this.#report()
  }

  /** Stops reading; what was found so far is told. */
  stop(): void {
    this.#stop.abort()
  }

  /** The look has judged the whole source by the same rules. */
  #takeOver({ notes, bytesRead }: NonNullable<SourceLook['sample']['whole']>): void {
    this.part = this.#look.check
    this.#notes = notes
    this.#bytesRead = bytesRead
  }

  async #readChunks(signal: AbortSignal): Promise<void> {
    const { source, sample } = this.#look
    const reading = readingToSee(this.#look.reading)
    const { layout } = sample
    const options = { file: this.#file, notes: this.#notes, signal }
    const take = (chunk: ReadableChunk): Promise<void> => this.#judge(chunk, signal)
    const splittable = asSplittable(source, reading, layout)
    if (splittable === undefined) await takeChunks({ source, reading, layout }, options, take)
    else await takeSplit(splittable, { ...options, dynamics: dynamicFields(this.#look) }, take)
  }

  async #judge(chunk: ReadableChunk, signal: AbortSignal): Promise<void> {
    const { sample } = this.#look
    const reading = readingToSee(this.#look.reading)
    await this.part.add(
      {
        relation: chunkRelation(reading, sample.layout, chunk),
        condition: recordCondition(sample.layout),
        hasLongTexts: chunk.longestRecord > 1_048_576,
        documents: chunk.documents,
        keys: chunk.keys,
        places: (numbers) => chunk.places(numbers),
      },
      signal,
    )
    this.#bytesRead = chunk.bytesRead
    this.#progress()
  }

  /** By ranges of rows that follow the file's row groups. */
  async #readParquet(signal: AbortSignal): Promise<void> {
    const { source } = this.#look
    if (source.compression !== 'none') return
    const parquet = await ParquetFile.open(this.#engine, source, `${this.#file}.parquet`, signal)
    try {
      let from = 0
      let to = 0
      let firstGroup = 0
      for (const [index, { rows }] of parquet.groups.entries()) {
        to += rows
        if (to - from < parquetRows && index < parquet.groups.length - 1) continue
        const first = from
        await parquet.fetchGroups(firstGroup, index + 1, signal)
        await this.part.add(
          {
            relation: `(SELECT * EXCLUDE (file_row_number) FROM read_parquet(${quoteText(parquet.path)}, file_row_number = true) WHERE file_row_number >= ${from} AND file_row_number < ${to})`,
            condition: 'true',
            hasLongTexts: true,
            places: (numbers) => numbers.map((number) => ({ record: first + number, line: null, raw: null })),
          },
          signal,
        )
        from = to
        firstGroup = index + 1
        this.#bytesRead = Math.round((source.packed.sizeBytes * to) / Math.max(1, parquet.rows))
        this.#progress()
      }
    } finally {
      await parquet.close()
    }
  }

  #progress(): void {
    if (Date.now() - this.#toldAt >= tellEveryMs) this.#report()
  }

  #report(): void {
    this.#toldAt = Date.now()
    this.#tell(this.snapshot())
  }

  /** What is known now. */
  snapshot(): Check {
    const { lookId, source, sourceFindings, columns, sample } = this.#look
    const read: ExtentRead = {
      bytesRead: this.#bytesRead,
      bytesTotal: source.rawSizeBytes ?? (this.#isWhole ? this.#bytesRead : null),
      records: this.part.records,
      isWhole: this.#isWhole,
    }
    return {
      lookId,
      revision: ++this.#revision,
      status: this.#status,
      read,
      columns: this.part.tallies.map((tally, index) => profileOf(tally, columns[index])),
      findings: inMembers(
        allFindings(
          {
            reading: this.#look.reading,
            records: read.records,
            tallies: this.part.tallies,
            isWhole: this.#isWhole,
          },
          {
            ofSource: sourceFindings,
            ofRecords: [
              ...sample.findings.filter(({ kind }) => kind === 'notReadHere'),
              ...recordFindings(this.#notes, sample.layout, {
                isExact: this.#isWhole,
                ignoreFirstRecord: this.#look.reading.ignoreFirstRecord,
              }),
            ],
            ofValues: this.part.findings(this.#isWhole),
          },
        ),
        source,
      ),
      error: this.#error,
    }
  }
}

/** Whether records of this kind can be read here. */
function canBeRead({ reading: { format }, source: { compression } }: SourceLook): boolean {
  if (format === 'parquet') return compression === 'none'
  return format !== 'orc'
}

/** Fields that go to dynamic columns, by their numbers from 0. */
function dynamicFields({ plan }: SourceLook): number[] {
  return plan.probes.flatMap(({ type, ordinal }) =>
    type === 'dynamic' && ordinal !== undefined ? [ordinal] : [],
  )
}

function checkFailure(error: unknown, name: string): StudioError {
  if (error instanceof StudioError) return error
  if (error instanceof EngineError) {
    return new StudioError('Unexpected', `“${name}” could not be checked to its end.`, {
      subject: name,
      retryable: true,
      nextStep: 'Check it again.',
      details: error.message.slice(0, 500),
    })
  }
  const code = (error as { readonly code?: unknown } | null)?.code
  return new StudioError('FileNotReadable', `“${name}” could not be read to its end.`, {
    subject: name,
    retryable: true,
    nextStep: 'See whether it is still there and complete, then check it again.',
    ...(typeof code === 'string' ? { serviceCode: code } : {}),
  })
}
