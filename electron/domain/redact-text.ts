const hidden = '<redacted>'

/** Names of what grants access, in connection strings, query strings, forms, headers and JSON; a space may be in them. */
const secretNames = [
  'sig',
  'signature',
  'client[_ -]?secret',
  'client[_ -]?assertion',
  '(?:refresh|access|id|identity|session|app|application|user|usr)[_ -]?token',
  'code_verifier',
  'password',
  'passwd',
  'passphrase',
  'pwd',
  '(?:account|app|application|shared[_ -]?access|api|private|secret[_ -]?access|subscription)[_ -]?key',
  'shared[_ -]?access[_ -]?signature',
  'authorization[_ -]?context',
  'awscredentials',
].join('|')

/** What may stand between a name and its value: also with %3D for =, and with quotes that are escaped in a string. */
const separator = `\\\\{0,8}["']?\\s{0,8}(?:=|:|%3D)\\s{0,8}`

/**
 * In order: whole URLs lose their query before single words are checked. Each pattern keeps what helps to understand a
 * failure (host, path, header name) and replaces what grants access. Repetitions are bounded where a match can start
 * often, because hostile text would otherwise take quadratic time. What is hidden already stays as it is.
 */
const patterns: readonly (readonly [RegExp, string])[] = [
  // user:password@ in a URI, but for the container of abfss://container@account; a password may have an @ of its own
  [/\b(?!abfss?:\/\/[a-z0-9$-]{3,63}@)([a-z][a-z0-9+.-]{1,20}:\/\/)[^/\s"'<>]{0,1024}@/gi, `$1${hidden}@`],
  // the same without a scheme
  [/(^|[\s"'“(=/])[\w.%+-]{1,64}:[^\s:@/\\"'<>]{1,256}@(?=[\w[])/g, `$1${hidden}@`],
  // the query, fragment or ;secret of a URI
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>?#;]{1,4096})[?#;](?!<redacted>)[^\s"'<>]*/gi, `$1?${hidden}`],
  // headers, in HTTP and in JSON form
  [
    /(authorization|proxy-authorization|x-ms-authorization-auxiliary|x-ms-copy-source-authorization|set-cookie|cookie)(["']?\s*[:=]\s*["']?)[^"'\r\n]+/gi,
    `$1$2${hidden}`,
  ],
  [/\b(Bearer|SharedKey|SharedKeyLite|Basic)\s+[A-Za-z0-9+/_=.:~-]{8,}/g, `$1 ${hidden}`],
  // JSON web tokens, with or without a signature
  [/\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*)*/g, hidden],
  // named secrets whose values are in quotes, which may have anything in them
  [
    new RegExp(`\\b(${secretNames})(${separator})(["'])(?:(?!\\3)[^\\r\\n]){1,4096}\\3`, 'gi'),
    `$1$2$3${hidden}$3`,
  ],
  [
    new RegExp(
      `\\b(${secretNames})(${separator}\\\\{0,8}["']?)(?!\\\\{0,8}["']?<redacted>)[^\\s"'&;<>]+`,
      'gi',
    ),
    `$1$2${hidden}`,
  ],
  [/\b(token=)(?!<redacted>)[^\s"'&;<>]+/gi, `$1${hidden}`],
  // an authorization code in a form; a service's error code is short and follows a colon
  [/\b(code=)[^\s"'&;]{20,}/gi, `$1${hidden}`],
  // obfuscated literals of the query language hide something on purpose
  [/\b([hH]@?)(["'])(?:\\.|(?!\2).)*\2/g, `$1$2${hidden}$2`],
]

/** Longer texts are cut first. */
const lookedAtLength = 20_000
const keptLength = 4000

/**
 * Removes anything that may be a secret from a text: URI queries (a SAS), user info, tokens, keys, headers, also where
 * they are percent-encoded or in base64. For everything that leaves the program and quotes what it was given: errors,
 * logs, messages of a service. Returns at most 4,000 characters.
 */
export function redactText(text: string): string {
  const bounded = text.length > lookedAtLength ? cutAtSpace(text.slice(0, lookedAtLength)) : text
  const redacted = hideLongRuns(hideEncoded(hidePlain(bounded)))
  return redacted.length > keptLength ? `${redacted.slice(0, keptLength)}…` : redacted
}

function hidePlain(text: string): string {
  return patterns.reduce((current, [pattern, replacement]) => current.replace(pattern, replacement), text)
}

/** Hides words that hold a secret once they are decoded. */
function hideEncoded(text: string): string {
  return text.replace(/[^\s"<>]{8,}/g, (word) => {
    if (word.includes('%') && tellsSecret(percentDecoded(word))) return hidden
    return word.replace(/[A-Za-z0-9+/_-]{16,}={0,2}/g, (run) =>
      tellsSecret(base64Decoded(run)) ? hidden : run,
    )
  })
}

function tellsSecret(decoded: string | undefined): boolean {
  return decoded !== undefined && hidePlain(decoded) !== decoded
}

/** Text that was encoded once or twice; undefined if it was not. */
function percentDecoded(word: string): string | undefined {
  try {
    return decodeURIComponent(decodeURIComponent(word).replace(/%(?![0-9a-f]{2})/gi, '%25'))
  } catch {
    // A percent sign that encodes nothing.
    return undefined
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The text in base64 or base64url (RFC 4648); undefined if that is no printable ASCII, which few names decode to. */
function base64Decoded(run: string): string | undefined {
  let text = ''
  let [bits, held] = [0, 0]
  for (const character of run.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/')) {
    held = (held << 6) | alphabet.indexOf(character)
    bits += 6
    if (bits < 8) continue
    bits -= 8
    const code = (held >> bits) & 255
    if (code < 32 || code > 126) return undefined
    text += String.fromCharCode(code)
    held &= (1 << bits) - 1
  }
  return text
}

/** Hides long unbroken runs (keys, identity tokens, encrypted contexts), but for addresses and paths. */
function hideLongRuns(text: string): string {
  const runs = /([a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>]{1,4096})|[A-Za-z0-9+/_=-]{88,}/gi
  return text.replace(runs, (run: string, uri: string | undefined) =>
    uri !== undefined || isPath(run) ? run : hidden,
  )
}

/** Whether a run looks like a path: a key has a slash in every 64 characters, names are shorter. */
function isPath(run: string): boolean {
  return run.startsWith('/') && run.split('/').every((name) => name.length <= 40)
}

/** A secret cut in half may no longer be recognised, so drop the rest of it too. */
function cutAtSpace(text: string): string {
  const space = Math.max(text.lastIndexOf(' '), text.lastIndexOf('\n'))
  return text.slice(0, Math.max(space, lookedAtLength / 2))
}
