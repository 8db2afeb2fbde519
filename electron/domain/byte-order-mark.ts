/** How many bytes the mark takes that UTF-8 text may begin with: 3, or 0 where there is none (RFC 3629, section 6). */
export function byteOrderMarkLength(text: Uint8Array): number {
  return text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf ? 3 : 0
}
