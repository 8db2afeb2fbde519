/** Counts records in content that arrives in pieces of any size. */
export interface RecordCounter {
  push(bytes: Uint8Array): void
  /**
   * Says how many of the next bytes can be skipped, and treats them as pushed.
   *
   * @param limit Bytes left.
   */
  passOver?(limit: number): number
  /** All records, including a header; null if the bytes are damaged or end early. */
  finish(): number | null
}
