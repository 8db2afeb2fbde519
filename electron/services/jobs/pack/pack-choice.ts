import { treatmentOf } from '../../../domain/source-treatment'
import { kindOf } from '../kinds/source-kinds'
import type { SourceRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'

/** A file up to this size may share a blob with others; it is read at once. */
export const packableBytes = 1_048_576
/** Fewer are sent one by one: each then has its own report, and packing would gain little. */
const fewestFiles = 16
/** Most files in one blob, by attempt: after a refusal they go out in small groups, then alone. */
const mostFilesByAttempt = [1000, 32]
/** Most uncompressed bytes in one blob: two are made in parallel, and neither should keep the other waiting. */
const packBytes = 64 * 1_048_576

/** Decides which files may share a blob, by what reading them has shown so far. */
export class PackChoice {
  readonly #shapes = new Map<string, string>()
  /** What files of one blob have in common, by source. */
  readonly #keys = new WeakMap<SourceRecord, string>()

  /** Whether a source could share a blob with others. */
  isPackable(job: LiveJob, source: SourceRecord): boolean {
    const { record } = job
    return (
      kindOf(source).sharesBlobs &&
      source.reading === null &&
      record.leaveOut === null &&
      source.sizeBytes !== null &&
      source.sizeBytes <= packableBytes &&
      // A mapping may ask for the file's name, or for the line number in it.
      record.mappingReference === null &&
      record.mergesSmallFiles &&
      source.attempt < mostFilesByAttempt.length &&
      source.format !== 'tsve' &&
      treatmentOf(source.format, source.compression) === 'cut' &&
      this.#shapes.get(source.sourceId) !== apart &&
      job.blobsOf(source).length === 0
    )
  }

  /**
   * Chooses what shares a blob with a source: pending sources like it, in their order.
   *
   * @returns Only the source if there are too few others.
   */
  packFor(job: LiveJob, first: SourceRecord, isFree: (source: SourceRecord) => boolean): SourceRecord[] {
    const most = mostFilesByAttempt[first.attempt] ?? 1
    const key = this.#key(first)
    const pack: SourceRecord[] = []
    let bytes = 0
    for (let index = first.ordinal; index < job.sources.length && pack.length < most; index++) {
      const source = job.sources[index]
      if (source === undefined || source.state.kind !== 'pending' || !isFree(source)) continue
      if (this.#key(source) !== key || !this.isPackable(job, source)) continue
      bytes += source.sizeBytes ?? 0
      if (bytes > packBytes && pack.length > 0) break
      pack.push(source)
    }
    return pack.length < fewestFiles ? [first] : pack
  }

  /** Notes how many fields a file's records have; from now on it shares blobs with files like it. */
  noteShape(source: SourceRecord, shape: string): void {
    this.#shapes.set(source.sourceId, shape)
    this.#keys.delete(source)
  }

  /** Notes that a file must go by itself. */
  noteApart(source: SourceRecord): void {
    this.#shapes.set(source.sourceId, apart)
  }

  #key(source: SourceRecord): string {
    const { format, creationTime, attempt, sourceId } = source
    const known = this.#keys.get(source)
    // Of its parts only the attempt changes without a call to this class.
    if (known?.startsWith(`${attempt} `) === true) return known
    const key = `${attempt} ${format} ${creationTime ?? ''} ${this.#shapes.get(sourceId) ?? ''}`
    this.#keys.set(source, key)
    return key
  }
}

const apart = 'apart'
