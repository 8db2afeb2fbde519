import { KustoError } from '../answers/kusto-error'

/** A path into a document: property names and array indexes. */
export type PathSteps = readonly (string | number)[]

/**
 * Reads a mapping's JSON path: `$.a.b`, `$['a b'][0]`, `$.['a b']`.
 *
 * @throws KustoError `BadRequest_InvalidMapping` for what is not such a path.
 */
export function parsePath(path: string): PathSteps {
  const pattern =
    /\.([^.[\]'"]+)|\.?\[\s*'((?:\\.|[^'\\])*)'\s*\]|\.?\[\s*"((?:\\.|[^"\\])*)"\s*\]|\[\s*(\d{1,9})\s*\]/y
  if (!path.startsWith('$')) throw wrong(path)
  pattern.lastIndex = 1
  const steps: (string | number)[] = []
  while (pattern.lastIndex < path.length) {
    const match = pattern.exec(path)
    if (match === null) throw wrong(path)
    const [, plain, single, double, index] = match
    steps.push(plain ?? (single ?? double)?.replace(/\\(.)/g, '$1') ?? Number(index))
  }
  return steps
}

/** The path for DuckDB, with every name quoted. An empty name can only be said by a JSON pointer (RFC 6901). */
export function enginePath(steps: PathSteps): string {
  if (steps.includes('')) {
    return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  }
  return `$${steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${quoteName(step)}`)).join('')}`
}

/** Whether `steps` lead into what `outer` leads to. */
export function isInside(steps: PathSteps, outer: PathSteps): boolean {
  return steps.length > outer.length && outer.every((step, index) => steps[index] === step)
}

function quoteName(name: string): string {
  return `"${name.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`
}

function wrong(path: string): KustoError {
  return new KustoError('BadRequest_InvalidMapping', `The path '${path}' of the mapping cannot be used.`)
}
