/** Counts the records of a content whose bytes come in pieces of any size. */
export interface RecordCounter {
  push(bytes: Uint8Array): void
  /**
   * Tells how many of the next bytes need not be read, and takes them as pushed.
   *
   * @param limit Bytes that are left.
   */
  passOver?(limit: number): number
  /** All records, a header included; null when the bytes are damaged or end too early. */
  finish(): number | null
}
