/**
 * The hash of the empty text. Fluent UI's style engine adds `<style>` elements that are empty and fills them by
 * `insertRule`, which the policy allows to scripts of our own; the empty element itself needs this. A style
 * element or attribute with any text in it stays refused, so there is no need for a nonce.
 */
const emptyStyleElement = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

/**
 * What the page may do: load its own files, and nothing else. It makes no request of its own (all data comes
 * through the bridge), runs no script that is not in its folder and evaluates no text as code.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${emptyStyleElement}`,
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "worker-src 'self'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')
