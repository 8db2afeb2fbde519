/**
 * Closes an exhaustive switch: a new union member stops compiling here.
 *
 * @throws Error when a value outside the type arrives at run time.
 */
export function assertNever(value: never, what = 'value'): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`)
}
