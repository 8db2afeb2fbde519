import { KustoError } from '../answers/kusto-error'

/** Line (from 1) and column (from 0) of an offset, as the service counts. */
function linePosition(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - lineStart }
}

/** Text that is not valid syntax: the service's `SYN0002`, with where parsing stopped. */
export function syntaxError(text: string, offset: number, detail: string): KustoError {
  const { line, column } = linePosition(text, offset)
  const token = /^\s*(\S{0,40})/.exec(text.slice(offset))?.[1] ?? ''
  const near = token === '' ? 'at the end of the text' : `near '${token}'`
  return new KustoError(
    'General_BadRequest',
    `Syntax error: SYN0002: A recognition error occurred ${near}: ${detail} [line:position=${line}:${column}]. Query: '${excerpt(text)}'`,
    { type: 'Kusto.Data.Exceptions.SyntaxException' },
  )
}

/** Valid syntax without a meaning here, for example an unknown column: `SEM0100` and its kin. */
export function semanticError(text: string, offset: number, code: string, message: string): KustoError {
  const { line, column } = linePosition(text, offset)
  return new KustoError(
    'General_BadRequest',
    `Semantic error: ${code}: ${message} [line:position=${line}:${column}]`,
    { type: 'Kusto.Data.Exceptions.SemanticException' },
  )
}

/** Something that Kusto has but the local cluster does not: refused rather than answered wrongly. */
export function notSupported(text: string, offset: number, feature: string): KustoError {
  const { line, column } = linePosition(text, offset)
  return new KustoError(
    'BadRequest_NotSupported',
    `${feature} is not supported by the local cluster [line:position=${line}:${column}].`,
    { type: 'Kusto.Data.Exceptions.KustoNotSupportedException' },
  )
}

/** A text whose syntax tree is too deep for the parser to analyze. */
export function tooDeep(text: string, offset: number): KustoError {
  const limit = 'The depth of the query exceeds the limit of what can be analyzed'
  return semanticError(
    text,
    offset,
    'KS245',
    `${limit}. Nest less, or write long chains as lists (in, has_any).`,
  )
}

/** A query that is fine except for its size (documents: query limits, query complexity). */
export function tooComplex(why: string, cause?: unknown): KustoError {
  return new KustoError(
    'General_BadRequest',
    `The query is too complex for the local cluster: ${why}. Split it, or write long chains as lists (in, has_any).`,
    { type: 'Kusto.Data.Exceptions.KustoServicePartialQueryFailureLimitsExceededException', cause },
  )
}

/** Enough of a text to recognise it: a command may carry megabytes of inline data. */
function excerpt(text: string): string {
  const trimmed = text.trim()
  return trimmed.length <= 200 ? trimmed : `${trimmed.slice(0, 200)}…`
}
