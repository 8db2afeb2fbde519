/** A label under a time axis. */
export interface TimeTick {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly label: string
}
/** Round moments between two others, in UTC, at most `most` of them. */
export declare function timeTicks(from: number, to: number, most: number): TimeTick[]
