const hidden = '<redacted>'

/**
 * In order: whole URLs lose their query before single words are checked. Each pattern keeps what helps to understand a
 * failure (host, path, header name) and replaces what grants access. Repetitions are bounded where a match can start
 * often, because hostile text would otherwise take quadratic time.
 */
const patterns: readonly (readonly [RegExp, string])[] = [
  // user:password@ in a URI
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^/\s"'@<>]{0,1024}@/gi, `$1${hidden}@`],
  // the query, fragment or ;secret of a URI
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>?#;]{1,4096})[?#;][^\s"'<>]*/gi, `$1?${hidden}`],
  // headers, in HTTP and in JSON form
  [
    /(authorization|proxy-authorization|x-ms-authorization-auxiliary|x-ms-copy-source-authorization|set-cookie|cookie)(["']?\s*[:=]\s*["']?)[^"'\r\n]+/gi,
    `$1$2${hidden}`,
  ],
  [/\b(Bearer|SharedKey|SharedKeyLite|Basic)\s+[A-Za-z0-9+/_=.:~-]{8,}/g, `$1 ${hidden}`],
  // JSON web tokens, with or without a signature
  [/\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*)*/g, hidden],
  // named secrets in query strings, forms, connection strings and JSON; also with %3D for =
  [
    /\b(sig|signature|client_secret|client_assertion|refresh_token|access_token|id_token|code_verifier|password|pwd|accountkey|sharedaccesssignature|sharedaccesskey|authorizationcontext|identitytoken|sessiontoken|awscredentials|api[-_]?key)(["']?\s*(?:=|:|%3D)\s*["']?)[^\s"'&;,}<>%]+(?:%[0-9A-Fa-f]{2}[^\s"'&;,}<>%]*)*/gi,
    `$1$2${hidden}`,
  ],
  // an authorization code in a form; a service's error code is short and follows a colon
  [/\b(code=)[^\s"'&;]{20,}/gi, `$1${hidden}`],
  // obfuscated literals of the query language hide something on purpose
  [/\b([hH]@?)(["'])(?:\\.|(?!\2).)*\2/g, `$1$2${hidden}$2`],
  // any other long unbroken run: keys, identity tokens, encrypted contexts
  [/[A-Za-z0-9+/_=-]{88,}/g, hidden],
]

/** Longer texts are cut first. */
const lookedAtLength = 20_000
const keptLength = 4000

/**
 * Removes anything that may be a secret from a text: URI queries (a SAS), user info, tokens, keys, headers. For
 * details, logs and messages that quote a service. Returns at most 4,000 characters.
 */
export function redactText(text: string): string {
  const bounded = text.length > lookedAtLength ? cutAtSpace(text.slice(0, lookedAtLength)) : text
  const redacted = patterns.reduce((current, [pattern, replacement]) => {
    return current.replace(pattern, replacement)
  }, bounded)
  return redacted.length > keptLength ? `${redacted.slice(0, keptLength)}…` : redacted
}

/** A secret cut in half may no longer be recognised, so drop the rest of it too. */
function cutAtSpace(text: string): string {
  const space = Math.max(text.lastIndexOf(' '), text.lastIndexOf('\n'))
  return text.slice(0, Math.max(space, lookedAtLength / 2))
}
