import { treatmentOf } from '../../../domain/source-treatment'
import { kindOf } from '../kinds/source-kinds'
import type { SourceRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'

/** A file up to this size may share a blob with others; it is read at once. */
export const packableBytes = 1_048_576
/** Fewer are sent each by itself: each then has a report of its own, and little is gained by more. */
const fewestFiles = 16
/** Files in one blob, by attempt: those of a blob that was refused go out in small groups, then alone. */
const mostFilesByAttempt = [1000, 32]
/** Uncompressed bytes in one blob: two are made side by side, and neither should keep the other waiting. */
const packBytes = 64 * 1_048_576

/** Which files may share a blob, as far as was found out by reading them. */
export class PackChoice {
  readonly #shapes = new Map<string, string>()
  /** What files of one blob have in common, by source. */
  readonly #keys = new WeakMap<SourceRecord, string>()

  /** Whether a source could share a blob with others. */
  isPackable(job: LiveJob, source: SourceRecord): boolean {
    const { record } = job
    return (
      kindOf(source).sharesBlobs &&
      source.sizeBytes !== null &&
      source.sizeBytes <= packableBytes &&
      // A mapping may ask for the name of the file, or for the number of the line in it.
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
   * Chooses what goes into one blob with a source: sources that wait and are like it, in their order.
   *
   * @returns The source alone where there are too few others.
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

  /** Notes that a file's records have this many fields; it shares blobs with its like from now on. */
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
    // The attempt is the one thing in it that changes by itself.
    if (known?.startsWith(`${attempt} `) === true) return known
    const key = `${attempt} ${format} ${creationTime ?? ''} ${this.#shapes.get(sourceId) ?? ''}`
    this.#keys.set(source, key)
    return key
  }
}

const apart = 'apart'
