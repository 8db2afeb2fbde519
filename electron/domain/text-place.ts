/** Where in a text an offset (in bytes) lies. Reads no further than there. */
export async function placeOf(
  text: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  offset: number,
): Promise<TextPlace> {
  const place = new TextPlace(offset)
  for await (const chunk of text) if (place.push(chunk)) break
  return place
}

/** Finds the line and column of an offset in a text, from its bytes in chunks of any size. */
export class TextPlace {
  #left: number
  #line = 1
  #column = 1
  #previous = 0

  /** @param offset In bytes from the start of the text. */
  constructor(offset: number) {
    this.#left = offset
  }

  /** From 1; lines end with LF, CRLF or CR. */
  get line(): number {
    return this.#line
  }

  /** In UTF-8 characters, from 1. */
  get column(): number {
    return this.#column
  }

  /** Takes the next bytes. Returns whether they contained the offset; further bytes then change nothing. */
  push(bytes: Uint8Array): boolean {
    const end = Math.min(this.#left, bytes.length)
    for (let index = 0; index < end; index++) {
      const byte = bytes[index] as number
      const isEnd = byte === 0x0a || byte === 0x0d
      if (isEnd && !(byte === 0x0a && this.#previous === 0x0d)) this.#line++
      if (isEnd) this.#column = 1
      // Continuation bytes belong to a character already counted.
      else if ((byte & 0xc0) !== 0x80) this.#column++
      this.#previous = byte
    }
    this.#left -= end
    return this.#left === 0
  }
}
