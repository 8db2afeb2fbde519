import type { ComparedColumn } from '../schema/comparison'
import type { ScalarType } from '../scalar-type'
interface Range {
  readonly min: string | null
  readonly max: string | null
}
/** A range as `0 – 3.1M` or `2007-01-01 – 2025-12-31`; empty without values. Times are in UTC. */
export declare function rangeWords(type: ScalarType, { min, max }: Range): string
/** A range of time in the coarsest words that still say it: years, months, days or minutes. Times are in UTC. */
export declare function periodWords({ min, max }: Range): string
/** The time that a column covered before, and by how much it covers more now; null where it does not. */
export declare function timeCovered({ before, after }: ComparedColumn): {
  readonly before: string | null
  readonly more: string | null
}
/** A moment as a bin's edge shows it: the day, or the minute or second if bins are narrow. `width` in seconds. */
export declare function momentWords(milliseconds: number, width: number): string
export {}
