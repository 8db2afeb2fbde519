import type { Statement } from '../domain/schema/query'
import type { GlobalState } from '../local-cluster/kql/kusto-language'
import { kustoEditor, listed, type CodeBlock } from './kusto-editor'

/** A block of a script that holds a statement. */
export interface StatementBlock extends Statement {
  readonly block: CodeBlock
}

/**
 * The statements of a script, in order: blank lines separate them, as in the service's own editors. What they are is
 * the parser's word, so no comment, directive or blank can disguise a command. Blocks without a token are none.
 */
export function statementBlocks(script: string, globals: GlobalState): StatementBlock[] {
  return listed(kustoEditor().Editor.CodeScript.From$1(script, globals).Blocks).flatMap((block) => {
    const [first, second] = codeTokens(block.Text)
    if (first === undefined) return []
    const kind = block.Service.Kind === 'Query' ? 'query' : 'command'
    const start = block.Start + block.Text.search(/\S/)
    const end = block.Start + block.Text.trimEnd().length
    const isReading = kind === 'query' || (first === '.' && isShow(block, second))
    return [{ start, end, kind, isReading, block }]
  })
}

/** The texts of a block's tokens; comments and lines for clients (`#connect …`) are none. */
function codeTokens(text: string): string[] {
  return listed(kustoEditor().Parsing.TokenParser.ParseTokens(text, false))
    .map(({ Text }) => Text)
    .filter((token) => token !== '' && !token.startsWith('#'))
}

/** A `.show` that the parser understands to its end: nothing can follow that does something else. */
function isShow(block: CodeBlock, verb: string | undefined): boolean {
  if (verb?.toLowerCase() !== 'show') return false
  return listed(block.Service.GetDiagnostics(true)).every(({ Severity }) => Severity !== 'Error')
}
