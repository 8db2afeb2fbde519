const polynomial = 0xedb88320

/** Multiplies a vector by a matrix over GF(2); a matrix is 32 columns of 32 bits. */
function times(matrix: Int32Array, vector: number): number {
  let sum = 0
  let rest = vector
  for (let column = 0; rest !== 0; column++, rest >>>= 1) {
    if ((rest & 1) === 1) sum ^= matrix[column] as number
  }
  return sum
}

function square(matrix: Int32Array): Int32Array {
  return matrix.map((column) => times(matrix, column))
}

/** Operators that append 2^n zero bytes, n = 0…47; made once. */
let zeroOperators: readonly Int32Array[] | undefined

function operators(): readonly Int32Array[] {
  if (zeroOperators !== undefined) return zeroOperators
  const oneBit = Int32Array.from({ length: 32 }, (_, column) =>
    column === 0 ? polynomial : 1 << (column - 1),
  )
  let operator = square(square(square(oneBit)))
  const list: Int32Array[] = []
  for (let power = 0; power < 48; power++) {
    list.push(operator)
    operator = square(operator)
  }
  zeroOperators = list
  return list
}

/**
 * The CRC-32 of two consecutive pieces of data from the CRC-32 of each, as zlib's `crc32_combine` gives it.
 *
 * @param secondLength Bytes of the second piece.
 */
export function combineCrc32(first: number, second: number, secondLength: number): number {
  let crc = first
  let rest = secondLength
  for (let power = 0; rest > 0; power++, rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) crc = times(operators()[power] as Int32Array, crc)
  }
  return (crc ^ second) >>> 0
}
