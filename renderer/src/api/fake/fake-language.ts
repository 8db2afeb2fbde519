import type { QueryResult, Statement } from '../../../../electron/domain/schema/query'
import type { Rows } from '../../../../electron/domain/schema/table'

/** Statements of a script as the fake studio sees them: blank lines separate them, a dot begins a command. */
export function fakeStatements(script: string): Statement[] {
  return [...script.matchAll(/\S(?:(?!\n\s*\n)[\s\S])*/g)].map((match) => {
    const text = match[0].trimEnd()
    const code = text.replace(/^(\s*\/\/[^\n]*\n)+/, '').trimStart()
    return {
      start: match.index,
      end: match.index + text.length,
      kind: code.startsWith('.') ? 'command' : 'query',
      isReading: !code.startsWith('.') || /^\.show\b/.test(code),
    }
  })
}

/** Rows as a query's result that took 12 ms. */
export function fakeResult(rows: Rows & Partial<QueryResult>): QueryResult {
  return {
    visualization: null,
    statistics: {
      tookMs: 12,
      clusterMs: null,
      cpuMs: null,
      memoryBytes: null,
      scannedRows: null,
      totalRows: null,
    },
    ...rows,
  }
}
