import { createRequire } from 'node:module'
import type { ColumnSymbol, KustoList, KustoSymbol, SyntaxNode, TypeSymbol } from './syntax-nodes'

/** One of the parser's diagnostics. */
export interface Diagnostic {
  /** For example `KS142`. */
  readonly Code: string
  readonly Severity: 'Error' | 'Warning' | 'Information' | 'Suggestion' | 'Hidden'
  readonly Message: string
  /** Offset in the text. */
  readonly Start: number
  readonly Length: number
}

/** A text, parsed and analyzed. */
export interface KustoCode {
  readonly Syntax: SyntaxNode
  GetDiagnostics(): KustoList<Diagnostic>
  GetSyntaxDiagnostics(): KustoList<Diagnostic>
}

/** What a query may refer to; immutable. */
export interface GlobalState {
  WithDatabase(database: KustoSymbol): GlobalState
  WithCluster(cluster: KustoSymbol): GlobalState
}

/** The part of the official parser (`@kusto/language-service-next`) that the local cluster uses. */
export interface KustoLanguage {
  /** Lists that are built when first used. */
  readonly Functions: { readonly All: unknown }
  readonly Aggregates: { readonly All: unknown }
  readonly PlugIns: { readonly All: unknown }
  readonly GlobalState: { readonly Default: GlobalState }
  readonly KustoCode: {
    Parse(text: string): KustoCode
    ParseAndAnalyze(text: string, globals: GlobalState): KustoCode
  }
  readonly Symbols: {
    readonly ColumnSymbol: new (
      name: string,
      type: TypeSymbol,
      description: null,
      originalColumns: null,
      source: null,
      examples: null,
    ) => ColumnSymbol
    readonly TableSymbol: { readonly $ctor4: new (name: string, columns: ColumnSymbol[]) => TypeSymbol }
    readonly DatabaseSymbol: {
      readonly ctor: new (name: string, members: TypeSymbol[]) => KustoSymbol
    }
    readonly ClusterSymbol: {
      readonly ctor: new (name: string, databases: KustoSymbol[]) => KustoSymbol
    }
    readonly FunctionSymbol: {
      /** Parameters and body as written, with their parentheses and braces. */
      readonly $ctor16: new (name: string, parameters: string, body: string, description: null) => TypeSymbol
    }
    readonly ScalarTypes: { GetSymbol(typeName: string): TypeSymbol }
  }
}

let language: KustoLanguage | undefined

const runtimeScript = '@kusto/language-service-next/bridge.min.js'

/**
 * The parser, loaded on first use (about 0.3 s), into the global scope: its two scripts leave the names `Bridge`,
 * `System` and `Kusto` there. In a context of its own it would parse half as fast, because every global lookup
 * passes through the context's interceptors. The package's `main` does not load by itself: its runtime (`bridge`)
 * must come first.
 */
export function kustoLanguage(): KustoLanguage {
  if (language === undefined) {
    const load = loader()
    load(runtimeScript)
    load('@kusto/language-service-next/Kusto.Language.Bridge.min.js')
    language = (globalThis as unknown as { readonly Kusto: { readonly Language: KustoLanguage } }).Kusto
      .Language
  }
  return language
}

/** The bundle's `require` (CJS), else one made for this module (ESM, in tests and under tsx). */
function loader(): (name: string) => unknown {
  return typeof require === 'function' ? require : createRequire(import.meta.url)
}

/**
 * Loads the parser and runs it once: its first query takes about a second, later ones a few milliseconds. It yields
 * to other work between steps. The longest step builds the grammar in a single call to the parser, which takes
 * about half the time and cannot be split from outside.
 */
export async function warmParser(): Promise<void> {
  const steps: readonly (() => unknown)[] = [
    () => loader()(runtimeScript),
    () => kustoLanguage(),
    () => kustoLanguage().Functions.All,
    () => kustoLanguage().Aggregates.All,
    () => kustoLanguage().PlugIns.All,
    () => kustoLanguage().GlobalState.Default,
    () => kustoLanguage().KustoCode.Parse('print a = 1'),
    ...warmingQueries.map(
      (query) => () => kustoLanguage().KustoCode.ParseAndAnalyze(query, kustoLanguage().GlobalState.Default),
    ),
  ]
  for (const step of steps) {
    step()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const warmingQueries = [
  'datatable(a: string, b: long, t: datetime) ["x", 1, datetime(2020-01-01)] | where a has "x" and b > 0',
  'range b from 1 to 2 step 1 | extend c = b + 1 | project b, c | order by c desc | take 5',
  'range b from 1 to 2 step 1 | summarize count(), sum(b) by bin(b, 2)',
]
