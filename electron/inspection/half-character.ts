/**
 * Whether a line is a JSON object but for half of a character in it: an escaped surrogate without its other half, which
 * JSON's grammar lets pass and its text may not hold (RFC 8259, 8.2).
 */
export function hasHalfCharacter(line: string): boolean {
  if (!/\\u[dD][89a-fA-F]/.test(line)) return false
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
