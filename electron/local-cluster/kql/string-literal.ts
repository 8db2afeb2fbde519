/** A string literal in a text: its value, and the offset after it. */
interface StringLiteral {
  readonly value: string
  readonly end: number
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/**
 * Reads a string literal (documents: the string data type): `"…"` and `'…'` with backslash escapes, verbatim `@"…"`
 * and `@'…'` with doubled quotes, ```` ```…``` ```` and `~~~…~~~` over several lines, each with an optional `h`
 * prefix (hidden in logs). All of them may contain line breaks: clients send mappings as formatted JSON in `'…'`,
 * which the service accepts in commands. In queries the official parser refuses it first.
 *
 * @returns undefined if no literal starts at the offset, `'unterminated'` if one starts but does not end.
 */
export function readStringLiteral(text: string, offset: number): StringLiteral | 'unterminated' | undefined {
  const prefix = /(?:[hH](?=[@"'`~]))?(@?)(```|~~~|["'])/y
  prefix.lastIndex = offset
  const match = prefix.exec(text)
  if (match === null) return undefined
  const [whole, verbatim = '', quote = ''] = match
  const start = offset + whole.length
  if (quote.length === 3) return verbatim === '' ? readBlock(text, start, quote) : undefined
  return verbatim === '@' ? readVerbatim(text, start, quote) : readEscaped(text, start, quote)
}

/** The value of a token known to be a string literal (or several, joined). */
export function stringLiteralValue(token: string): string {
  let value = ''
  let offset = 0
  while (offset < token.length) {
    const literal = readStringLiteral(token, offset)
    if (literal === undefined || literal === 'unterminated') break
    value += literal.value
    offset = literal.end + (/^\s*/.exec(token.slice(literal.end))?.[0].length ?? 0)
  }
  // A lone surrogate is not text: in UTF-8 it becomes U+FFFD anyway.
  return value.replace(/\p{Surrogate}/gu, '\ufffd')
}

function readBlock(text: string, start: number, fence: string): StringLiteral | 'unterminated' {
  const end = text.indexOf(fence, start)
  return end < 0 ? 'unterminated' : { value: text.slice(start, end), end: end + fence.length }
}

function readVerbatim(text: string, start: number, quote: string): StringLiteral | 'unterminated' {
  let value = ''
  for (let from = start; ;) {
    const end = text.indexOf(quote, from)
    if (end < 0) return 'unterminated'
    value += text.slice(from, end)
    if (text[end + 1] !== quote) return { value, end: end + 1 }
    value += quote
    from = end + 2
  }
}

function readEscaped(text: string, start: number, quote: string): StringLiteral | 'unterminated' {
  let value = ''
  for (let index = start; index < text.length; index++) {
    const character = text[index] ?? ''
    if (character === quote) return { value, end: index + 1 }
    if (character !== '\\') {
      value += character
      continue
    }
    const escape = text[++index] ?? ''
    const digits = escape === 'u' ? 4 : escape === 'U' ? 8 : escape === 'x' ? 2 : 0
    const code = text.slice(index + 1, index + 1 + digits)
    const point = digits > 0 && /^[0-9a-fA-F]+$/.test(code) ? Number.parseInt(code, 16) : -1
    if (code.length === digits && point >= 0 && point <= 0x10ffff) {
      value += String.fromCodePoint(point)
      index += digits
    } else {
      value += escapes[escape] ?? escape
    }
  }
  return 'unterminated'
}
