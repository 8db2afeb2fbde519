const lineFeed = 0x0a
const carriageReturn = 0x0d

/** Counts line ends (LF, CRLF, CR); `previous` is the byte before. */
export function countLineEnds(bytes: Buffer, previous: number): number {
  let count = 0
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) count++
  if (previous === carriageReturn && bytes[0] === lineFeed) count--
  for (let at = bytes.indexOf(carriageReturn); at >= 0; at = bytes.indexOf(carriageReturn, at + 1)) {
    if (bytes[at + 1] !== lineFeed) count++
  }
  return count
}
