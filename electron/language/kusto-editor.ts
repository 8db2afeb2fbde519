import {
  kustoLanguage,
  type Diagnostic,
  type GlobalState,
  type KustoLanguage,
} from '../local-cluster/kql/kusto-language'

/** The parser's lists are arrays or objects, depending on where they come from. */
type KustoItems<Item> = readonly Item[] | { readonly Count: number; getItem(index: number): Item }

/** One block of a script; offsets count from the start of the script. */
export interface CodeBlock {
  readonly Text: string
  readonly Start: number
  readonly Length: number
  readonly Service: CodeService
}

interface CodeService {
  readonly Kind: 'Query' | 'Command' | 'Directive' | 'Unknown'
  GetDiagnostics(waitForAnalysis: boolean): KustoItems<Diagnostic>
  GetClassifications(
    start: number,
    length: number,
    clipToRange: boolean,
    waitForAnalysis: boolean,
  ): {
    readonly Classifications: KustoItems<{
      readonly Kind: number
      readonly Start: number
      readonly Length: number
    }>
  }
  GetCompletionItems(
    position: number,
    options: null,
  ): {
    readonly EditStart: number
    readonly EditLength: number
    readonly Items: KustoItems<{
      readonly Kind: number
      readonly DisplayText: string
      readonly MatchText: string
      readonly OrderText: string
      readonly BeforeText: string
      readonly AfterText: string | null
    }>
  }
}

/** The parts of the parser that editors use. */
interface KustoEditor extends KustoLanguage {
  readonly Parsing: {
    readonly TokenParser: {
      ParseTokens(text: string, alwaysProduceEndTokens: boolean): KustoItems<{ readonly Text: string }>
    }
  }
  readonly Editor: {
    readonly CodeScript: {
      readonly From$1: (
        text: string,
        globals: GlobalState,
      ) => {
        readonly Blocks: KustoItems<CodeBlock>
        GetBlockAtPosition(position: number): CodeBlock | null
      }
    }
  }
}

/** The parser with its editor's part; loads it on first use. */
export function kustoEditor(): KustoEditor {
  return kustoLanguage() as KustoEditor
}

/** A list of the parser as an array. */
export function listed<Item>(list: KustoItems<Item>): Item[] {
  if ('getItem' in list) return Array.from({ length: list.Count }, (_, index) => list.getItem(index))
  return [...list]
}
