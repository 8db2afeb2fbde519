import { KustoError } from '../kusto-error'

/**
 * Turns a mapping's JSON path (`$.a.b`, `$['a b'][0]`, `$.['a b']`) into one of DuckDB's, in which every name is
 * quoted.
 *
 * @throws KustoError `BadRequest_InvalidMapping` for what is not such a path.
 */
export function toEnginePath(path: string): string {
  const pattern =
    /\.([^.[\]'"]+)|\.?\[\s*'((?:\\.|[^'\\])*)'\s*\]|\.?\[\s*"((?:\\.|[^"\\])*)"\s*\]|\[\s*(\d+)\s*\]/y
  if (!path.startsWith('$')) throw wrong(path)
  pattern.lastIndex = 1
  let result = '$'
  while (pattern.lastIndex < path.length) {
    const match = pattern.exec(path)
    if (match === null) throw wrong(path)
    const [, plain, single, double, index] = match
    const name = plain ?? (single ?? double)?.replace(/\\(.)/g, '$1')
    result += name === undefined ? `[${index}]` : `.${quoteName(name)}`
  }
  return result
}

/** The path of a property at the root. */
export function rootPath(name: string): string {
  return `$.${quoteName(name)}`
}

function quoteName(name: string): string {
  return `"${name.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`
}

function wrong(path: string): KustoError {
  return new KustoError('BadRequest_InvalidMapping', `The path '${path}' of the mapping cannot be used.`)
}
