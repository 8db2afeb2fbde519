import type { KustoError } from '../answers/kusto-error'
import type { Diagnostic, KustoCode } from './kusto-language'
import { isLeftOut } from './operators/union-operator'
import { semanticError, syntaxError, tooDeep } from './query-failure'
import {
  childrenOf,
  is,
  itemsOf,
  kindOf,
  type SyntaxElement,
  type SyntaxNode,
  type SyntaxToken,
} from './syntax-nodes'

/**
 * The parser's first error in the service's words, or undefined. The parser's own code and message follow in
 * parentheses, because they often say more.
 *
 * @param offsetOf The offset in the user's text of a place in what the parser saw.
 */
export function diagnosticError(
  code: KustoCode,
  text: string,
  offsetOf: (start: number) => number,
): KustoError | undefined {
  const syntax = firstError(itemsOf(code.GetSyntaxDiagnostics()))
  if (syntax !== undefined) {
    return syntaxError(text, offsetOf(syntax.Start), `${syntax.Message} (${syntax.Code})`)
  }
  const found = firstError(
    itemsOf(code.GetDiagnostics()).filter((diagnostic) => !serviceTakes(code.Syntax, diagnostic)),
  )
  if (found === undefined) return undefined
  const start = offsetOf(found.Start)
  // Finding the operator in a tree this deep would take longer than building it.
  if (found.Code === 'KS245') return tooDeep(text, start)
  const name = text.slice(start, start + found.Length)
  const operator = operatorAt(code.Syntax, found.Start)
  const where = operator === undefined ? '' : `'${operator}' operator: `
  switch (found.Code) {
    case 'KS142':
      return semanticError(
        text,
        start,
        'SEM0100',
        operator === undefined
          ? `Failed to resolve table or column expression named '${name}' (${found.Code}: ${found.Message})`
          : `${where}Failed to resolve column or scalar expression named '${name}' (${found.Code}: ${found.Message})`,
      )
    case 'KS204':
      return semanticError(
        text,
        start,
        'SEM0100',
        `${where}Failed to resolve table or column expression named '${name}' (${found.Code}: ${found.Message})`,
      )
    case 'KS211':
      return semanticError(
        text,
        start,
        'SEM0260',
        `Unknown function: '${name}' (${found.Code}: ${found.Message})`,
      )
    default:
      return semanticError(text, start, found.Code, `${where}${found.Message}`)
  }
}

function firstError(diagnostics: readonly Diagnostic[]): Diagnostic | undefined {
  return diagnostics
    .filter((diagnostic) => diagnostic.Severity === 'Error')
    .sort((left, right) => left.Start - right.Start)[0]
}

/**
 * True if the service is more lenient than its parser: a fuzzy union leaves out what does not exist, a whole number
 * may be an int, bag_unpack() has options, and the seconds in make_timespan() may have a fraction (documents: make_timespan).
 */
function serviceTakes(node: SyntaxNode, diagnostic: Diagnostic): boolean {
  if (isInBranchLeftOut(node, diagnostic)) return true
  if (/^KS1(07|19)$/.test(diagnostic.Code) && isInCall(node, 'bag_unpack', diagnostic.Start)) return true
  if (diagnostic.Code === 'KS107' && diagnostic.Message.includes('type int')) {
    return isWholeLiteralAt(node, diagnostic.Start)
  }
  if (diagnostic.Code !== 'KS134') return false
  if (is(node, 'FunctionCallExpression') && node.Name.SimpleName === 'make_timespan') {
    const seconds = itemsOf(node.ArgumentList.Expressions)[node.ArgumentList.Expressions.Count - 1]
    if (seconds?.TextStart === diagnostic.Start && node.ArgumentList.Expressions.Count > 2) {
      return seconds.ResultType?.Name === 'real'
    }
  }
  return childrenOf(node).some((child) => serviceTakes(child, diagnostic))
}

/** True if the function is called around a position. */
function isInCall(node: SyntaxNode, name: string, start: number): boolean {
  if (start < node.TextStart || start > node.End) return false
  if (is(node, 'FunctionCallExpression') && node.Name.SimpleName === name) return true
  return childrenOf(node).some((child) => isInCall(child, name, start))
}

/** True for `2`, which is a long for the parser, where the documents write it for an int (series_fit_poly). */
function isWholeLiteralAt(node: SyntaxNode, start: number): boolean {
  if (start < node.TextStart || start > node.End) return false
  if (is(node, 'LiteralExpression') && node.TextStart === start) return node.ResultType?.Name === 'long'
  return childrenOf(node).some((child) => isWholeLiteralAt(child, start))
}

/** True if a fuzzy union leaves out the branch with the mistake. */
function isInBranchLeftOut(node: SyntaxNode, diagnostic: Diagnostic): boolean {
  const { Start: start } = diagnostic
  if (start < node.TextStart || start > node.End) return false
  if (is(node, 'UnionOperator')) {
    const branches = itemsOf(node.Expressions)
    const branch = branches.find((each) => each.TextStart <= start && start <= each.End)
    if (branch !== undefined && branches.length > 1 && isLeftOut(node, branch)) return true
  }
  return childrenOf(node).some((child) => isInBranchLeftOut(child, diagnostic))
}

/** The keyword of the innermost operator around a position; undefined if a table is expected there. */
function operatorAt(root: SyntaxNode, position: number): string | undefined {
  let keyword: string | undefined
  visit(root)
  return keyword

  function visit(node: SyntaxNode): void {
    for (const child of childrenOf(node)) {
      if (child.TextStart > position || child.End < position) continue
      if (kindOf(child).endsWith('Operator')) {
        const [first] = childrenOf(child)
        keyword = (first as SyntaxElement as Partial<SyntaxToken> | undefined)?.Text ?? keyword
      } else if (is(child, 'PipeExpression')) {
        // A join or union reads a table again.
        keyword = undefined
      }
      visit(child)
    }
  }
}
