/**
 * The hash of the empty text. Fluent UI's style engine adds empty `<style>` elements and fills them with `insertRule`,
 * which the policy allows our own scripts; the empty element itself needs this. Style elements and attributes with text
 * are still refused, so there is no need for a nonce.
 */
const emptyStyleElement = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

/**
 * What the page may do: load its own files, and nothing else. It makes no requests of its own (all data comes through
 * the bridge), runs no script from outside its folder, and evaluates no text as code.
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
  // The one policy that the page makes: it lets the worker that reads a paste start, and nothing else.
  'trusted-types paste-worker',
].join('; ')
