import type { CompletionKind, Completions } from '../domain/schema/query'
import type { GlobalState } from '../local-cluster/kql/kusto-language'
import { kustoEditor, listed } from './kusto-editor'

/** The parser's kinds of completion, by number (`CompletionKind`); the rest are words of the language. */
const kinds: Readonly<Record<number, CompletionKind>> = {
  5: 'other',
  13: 'column',
  14: 'table',
  15: 'function',
  16: 'function',
  17: 'function',
  18: 'function',
  19: 'variable',
  20: 'variable',
  21: 'table',
  22: 'table',
  23: 'table',
}

/** Most that are offered: no list of choices is longer. */
const mostItems = 1000

/** What may stand at a place in a script, best first. */
export function completeScript(script: string, at: number, globals: GlobalState): Completions {
  const block = kustoEditor().Editor.CodeScript.From$1(script, globals).GetBlockAtPosition(at)
  if (block === null) return { start: at, end: at, items: [] }
  const { EditStart, EditLength, Items } = block.Service.GetCompletionItems(at, null)
  const items = listed(Items)
    .sort((one, other) => (one.OrderText < other.OrderText ? -1 : one.OrderText > other.OrderText ? 1 : 0))
    .slice(0, mostItems)
  return {
    start: EditStart,
    end: EditStart + EditLength,
    items: items.map((item) => ({
      label: item.DisplayText,
      match: item.MatchText,
      kind: kinds[item.Kind] ?? 'keyword',
      before: item.BeforeText,
      after: item.AfterText ?? '',
    })),
  }
}
