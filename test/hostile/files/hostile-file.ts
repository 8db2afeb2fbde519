/** A file that means no good, or looks so. */
export interface HostileFile {
  /** Unique, and safe in a file system. */
  readonly name: string
  readonly content: Buffer
}

/** A generator of numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Files of one kind, numbered. */
export function filesOf(
  kind: string,
  contents: readonly (readonly [extension: string, content: string | Buffer])[],
): HostileFile[] {
  return contents.map(([extension, content], index) => ({
    name: `${kind}-${String(index).padStart(2, '0')}.${extension}`,
    content: typeof content === 'string' ? Buffer.from(content) : content,
  }))
}

/** Well-formed records of the table that the files are checked against. */
export function records(count: number, lineEnd = '\n', delimiter = ','): string {
  return Array.from(
    { length: count },
    (_, index) =>
      [index, `name ${index}`, `${index}.5`, `2024-01-0${1 + (index % 9)}`, 'true'].join(delimiter) + lineEnd,
  ).join('')
}

/** The same bytes with some of them changed. */
export function flipped(content: Buffer, random: () => number, times: number): Buffer {
  const copy = Buffer.from(content)
  for (let time = 0; time < times; time++)
    copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256)
  return copy
}

/** The beginning of a file. */
export function cutOff(content: Buffer, share: number): Buffer {
  return content.subarray(0, Math.max(1, Math.floor(content.length * share)))
}
