import type { ScriptAnalysis, ScriptMark, TokenKind } from '../domain/schema/query'
import type { Diagnostic, GlobalState } from '../local-cluster/kql/kusto-language'
import { namesDatabase } from '../local-cluster/kql/query-symbols'
import { kustoEditor, listed } from './kusto-editor'
import { statementBlocks, type StatementBlock } from './statements'

/** The parser's kinds of text, by number (`ClassificationKind`); what is left out stays plain. */
const kinds: Readonly<Record<number, TokenKind>> = {
  1: 'comment',
  3: 'comment',
  4: 'number',
  5: 'text',
  6: 'type',
  7: 'column',
  8: 'table',
  9: 'table',
  10: 'function',
  11: 'name',
  12: 'name',
  13: 'name',
  14: 'name',
  15: 'name',
  16: 'operator',
  18: 'keyword',
  19: 'command',
  20: 'keyword',
  21: 'table',
}

/**
 * Reads a script: its statements, what is wrong in them, and what each part is.
 *
 * @param isSchemaKnown False marks only what is wrong whatever the database holds.
 */
export function analyzeScript(script: string, globals: GlobalState, isSchemaKnown: boolean): ScriptAnalysis {
  const blocks = statementBlocks(script, globals)
  const { Blocks } = kustoEditor().Editor.CodeScript.From$1(script, globals)
  return {
    statements: blocks.map(({ start, end, kind, isReading }) => ({ start, end, kind, isReading })),
    marks: blocks.flatMap((block) => marksOf(block, isSchemaKnown)),
    tokens: listed(Blocks).flatMap(({ Service, Start, Length }) =>
      listed(Service.GetClassifications(Start, Length, true, true).Classifications).flatMap((part) => {
        const kind = kinds[part.Kind]
        return kind === undefined ? [] : [{ start: part.Start, end: part.Start + part.Length, kind }]
      }),
    ),
  }
}

function marksOf({ block, start, end }: StatementBlock, isSchemaKnown: boolean): ScriptMark[] {
  // Names in other databases cannot be known here.
  const found =
    isSchemaKnown && !namesDatabase(block.Text)
      ? listed(block.Service.GetDiagnostics(true))
      : syntaxDiagnostics(block.Text, block.Start)
  return found.flatMap(({ Severity, Start, Length, Message }) => {
    if (Severity !== 'Error' && Severity !== 'Warning') return []
    const from = Math.min(Math.max(Start, start), end)
    return [
      {
        start: from,
        end: Math.min(Math.max(from + 1, Start + Length), Math.max(end, from + 1)),
        severity: Severity === 'Error' ? ('error' as const) : ('warning' as const),
        message: Message,
      },
    ]
  })
}

function syntaxDiagnostics(text: string, offset: number): Diagnostic[] {
  return listed(kustoEditor().KustoCode.Parse(text).GetSyntaxDiagnostics()).map((diagnostic) => ({
    Code: diagnostic.Code,
    Severity: diagnostic.Severity,
    Message: diagnostic.Message,
    Start: diagnostic.Start + offset,
    Length: diagnostic.Length,
  }))
}
