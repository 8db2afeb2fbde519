/** Bytes that lie somewhere and can be read from any place. */
export interface RandomBytes {
  readonly sizeBytes: number
  /** May give fewer bytes at the end. */
  read(offset: number, length: number, signal?: AbortSignal): Promise<Buffer>
  /** All bytes from the beginning, in pieces that stay as they are. */
  stream(signal: AbortSignal): AsyncIterable<Buffer>
  close(): Promise<void>
}
