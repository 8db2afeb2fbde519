/** Where in a text an offset (in bytes) lies. Reads no further than there. */
export async function placeOf(
  text: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  offset: number,
): Promise<TextPlace> {
  const place = new TextPlace(offset)
  for await (const piece of text) if (place.push(piece)) break
  return place
}

/** Finds out where in a text an offset lies, from its bytes in pieces of any size. */
export class TextPlace {
  #left: number
  #line = 1
  #column = 1
  #previous = 0

  /** @param offset In bytes from the text's beginning. */
  constructor(offset: number) {
    this.#left = offset
  }

  /** From 1; lines end with LF, CRLF or CR. */
  get line(): number {
    return this.#line
  }

  /** In characters of UTF-8, from 1. */
  get column(): number {
    return this.#column
  }

  /** Takes the next bytes. Returns whether the offset was in them: more bytes change nothing then. */
  push(bytes: Uint8Array): boolean {
    const end = Math.min(this.#left, bytes.length)
    for (let index = 0; index < end; index++) {
      const byte = bytes[index] as number
      const isEnd = byte === 0x0a || byte === 0x0d
      if (isEnd && !(byte === 0x0a && this.#previous === 0x0d)) this.#line++
      if (isEnd) this.#column = 1
      // Bytes that continue a character count no further.
      else if ((byte & 0xc0) !== 0x80) this.#column++
      this.#previous = byte
    }
    this.#left -= end
    return this.#left === 0
  }
}
