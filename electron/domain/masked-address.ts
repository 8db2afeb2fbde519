/** Application Key, AppKey, Password, Pwd, User Token, AccountKey, SharedAccessSignature and others of their kind. */
const secretName =
  '(?:key|\\bsig|(?:password|pwd|token|secret|signature|certificate (?:blob|private))[a-z _-]{0,40})'

const secretKey = new RegExp(`${secretName}$`, 'i')

/** Whether a connection string’s key stands before something that grants access. */
export function isSecretKey(key: string): boolean {
  return secretKey.test(key)
}

/** A field shows this in place of a secret. */
const mask = '•••'

/**
 * In order. What is masked stays as wrong as it was, so that the text is still refused for the same reason.
 */
const patterns: readonly (readonly [RegExp, string])[] = [
  // AppKey=…, &sig=…
  [new RegExp(`(${secretName}\\s{0,8}=\\s{0,8})("[^"]+"?|'[^']+'?|[^;&"'\\s][^;&]*)`, 'gi'), `$1${mask}`],
  // an account key after the URI of a blob
  [/(;\s*)[a-z0-9+/]{40,}={0,2}/gi, `$1${mask}`],
  // user:password@, with a scheme and without
  [/(:\/\/)[^\s]+@/g, `$1${mask}@`],
  [/(^|[\s="'])[^/\s@:]+:[^/\s][^\s]*@/g, `$1${mask}@`],
  // a JSON web token
  [/\beyJ[\w-]{6,}\.[\w.-]+/g, mask],
]

/** A refused address as it may stay in its field: without the keys, passwords and tokens in it. */
export function maskedAddress(text: string): string {
  return patterns.reduce((current, [pattern, shown]) => current.replace(pattern, shown), text)
}
