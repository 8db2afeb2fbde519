import type { TableSchema } from '../../domain/schema/table'

/**
 * Properties in `with (...)`: name (in lower case) to value. String literals are unquoted, other values are as
 * written.
 */
export type CommandProperties = Readonly<Record<string, string>>

/** A `.show` command may be followed by a query over its result. */
interface Piped {
  /** The rest of the text from the first `|` (`| where … | count`), for `QueryContext.input`. */
  readonly pipedQuery?: string
}

/** `cluster` and `table` are only for scopes; if no database is named, it is the request's own. */
export type CommandScope =
  | { readonly level: 'cluster' }
  | { readonly level: 'database'; readonly database: string | undefined }
  | { readonly level: 'table'; readonly table: string }

/** One table in a command that defines tables. */
interface TableDefinition {
  readonly table: string
  readonly columns: TableSchema
}

/** `create` fails on (or keeps) an existing table, `createMerge` and `alterMerge` add columns, `alter` replaces the columns. */
export interface DefineTables {
  readonly kind: 'defineTables'
  readonly mode: 'create' | 'createMerge' | 'alter' | 'alterMerge'
  readonly tables: readonly TableDefinition[]
  readonly docString?: string
  readonly folder?: string
}

/** A stored function; `body` with its braces, `parameters` with their parentheses. */
export interface DefineFunction {
  readonly kind: 'defineFunction'
  readonly mode: 'create' | 'alter' | 'createOrAlter'
  readonly name: string
  readonly parameters: string
  readonly body: string
  /** Offset of the body in the command. */
  readonly bodyAt: number
  readonly ifNotExists: boolean
  readonly skipValidation: boolean
  readonly docString?: string
  readonly folder?: string
}

/** The `tags` conditions of `.show … extents where tags …`; all must hold. */
export interface ExtentTagFilter {
  readonly operator: 'has' | '!has' | 'contains' | '!contains' | 'has_any'
  readonly values: readonly string[]
}

/** Where to look for extents; `tables` are in the request's own database (`.show tables (A, B) extents`). */
export type ExtentScope = CommandScope | { readonly level: 'tables'; readonly tables: readonly string[] }

/** `.show … extents`; without `ids`: all extents in the scope. */
export interface ShowExtents extends Piped {
  readonly kind: 'showExtents'
  readonly scope: ExtentScope
  readonly ids: readonly string[]
  readonly tags: readonly ExtentTagFilter[]
}

/** The extents that a command acts on: named, by age, or those returned by `.show extents` with a query. */
export type ExtentSelection =
  | { readonly by: 'ids'; readonly ids: readonly string[]; readonly scope: ExtentScope }
  | { readonly by: 'query'; readonly show: ShowExtents }
  /** Without `olderThanTicks`: any age. */
  | { readonly by: 'age'; readonly olderThanTicks?: bigint; readonly scope: ExtentScope }

/** How to run `.ingest`, `.set`, `.append`. */
interface Ingesting {
  readonly table: string
  readonly async: boolean
  readonly properties: CommandProperties
}

/** Mapping kinds as commands spell them. */
export type MappingKindWord =
  'csv' | 'json' | 'avro' | 'parquet' | 'orc' | 'w3clogfile' | 'apacheavro' | 'sstream'

/** A management command, parsed. */
export type ManagementCommand =
  | DefineTables
  | DefineFunction
  | {
      readonly kind: 'setFunctionFacts'
      readonly name: string
      readonly docString?: string
      readonly folder?: string
    }
  | { readonly kind: 'dropFunctions'; readonly names: readonly string[]; readonly ifExists: boolean }
  /** `name` undefined: all functions of the database. */
  | (Piped & { readonly kind: 'showFunctions'; readonly name?: string })
  | {
      readonly kind: 'createTableBasedOn'
      readonly table: string
      readonly source: string
      readonly ifNotExists: boolean
      readonly docString?: string
      readonly folder?: string
    }
  | { readonly kind: 'dropTables'; readonly tables: readonly string[]; readonly ifExists: boolean }
  | {
      readonly kind: 'renameTables'
      readonly renames: readonly { readonly from: string; readonly to: string }[]
      readonly ifExists: boolean
    }
  | { readonly kind: 'clearTableData'; readonly table: string; readonly async: boolean }
  | { readonly kind: 'setTableDocString'; readonly table: string; readonly docString: string }
  | { readonly kind: 'setTableFolder'; readonly table: string; readonly folder: string }
  | {
      readonly kind: 'dropColumns'
      readonly table: string
      readonly columns: readonly string[]
      readonly ifExists: boolean
    }
  | {
      readonly kind: 'renameColumns'
      readonly table: string
      readonly renames: readonly { readonly from: string; readonly to: string }[]
    }
  /** `.show tables`, `.show tables (A, B)`, `.show tables details`, `.show table T details`. */
  | (Piped & { readonly kind: 'showTables'; readonly tables?: readonly string[]; readonly details: boolean })
  /** `columns`: `.show table T`; `csl`: `cslschema`; `json`: `schema as json`. */
  | (Piped & {
      readonly kind: 'showTableSchema'
      readonly table: string
      readonly format: 'columns' | 'csl' | 'json'
    })
  | (Piped & { readonly kind: 'showDatabases'; readonly details: boolean })
  /** `databases` undefined: the request's own; `'all'`: every database. `rows`: one row a column (`schema` without `as json`). */
  | (Piped & {
      readonly kind: 'showDatabaseSchema'
      readonly databases: readonly string[] | 'all' | undefined
      readonly format: 'rows' | 'csl' | 'json'
    })
  /** `.show database`: the request's own database. */
  | (Piped & {
      readonly kind: 'showDatabase'
      readonly database: string | undefined
      readonly details: boolean
    })
  | { readonly kind: 'createDatabase'; readonly database: string; readonly ifNotExists: boolean }
  | { readonly kind: 'dropDatabase'; readonly database: string; readonly ifExists: boolean }
  /**
   * `policy` in lower case (`ingestionbatching`, `streamingingestion`, `retention`, …); `value` is JSON text, with
   * short forms such as `enable` or `hot = 3d` expanded. More than one scope for `.alter tables (A, B)`.
   */
  | {
      readonly kind: 'alterPolicy'
      readonly policy: string
      readonly scopes: readonly CommandScope[]
      readonly value: string
      readonly merge: boolean
      /** Of `policy update with (…)`. */
      readonly properties?: CommandProperties
    }
  | { readonly kind: 'deletePolicy'; readonly policy: string; readonly scopes: readonly CommandScope[] }
  /** `table` undefined in `.show table * policy p`: all tables. */
  | (Piped & {
      readonly kind: 'showPolicy'
      readonly policy: string
      readonly scope: CommandScope | { readonly level: 'tables' }
    })
  | (Piped & { readonly kind: 'getIngestionResources' })
  | (Piped & { readonly kind: 'getKustoIdentityToken' })
  | ShowExtents
  | { readonly kind: 'dropExtents'; readonly whatIf: boolean; readonly selection: ExtentSelection }
  | {
      readonly kind: 'alterExtentTags'
      readonly mode: 'replace' | 'merge' | 'drop'
      readonly tags: readonly string[]
      readonly selection: ExtentSelection
    }
  | {
      readonly kind: 'defineMapping'
      readonly mode: 'create' | 'alter' | 'createOrAlter'
      readonly scope: CommandScope
      readonly mappingKind: MappingKindWord
      readonly name: string
      /** The mapping's JSON text, unchecked. */
      readonly mapping: string
    }
  | {
      readonly kind: 'dropMapping'
      readonly scope: CommandScope
      readonly mappingKind: MappingKindWord
      readonly name: string
    }
  | (Piped & {
      readonly kind: 'showMappings'
      readonly scope: CommandScope
      readonly mappingKind?: MappingKindWord
      readonly name?: string
    })
  | (Piped & { readonly kind: 'showVersion' })
  | (Piped & { readonly kind: 'showCluster'; readonly details: boolean })
  | (Piped & { readonly kind: 'showCapacity'; readonly resource?: string })
  | (Piped & { readonly kind: 'showDiagnostics' })
  | (Piped & { readonly kind: 'showExportContainers' })
  | (Piped & { readonly kind: 'showIngestionFailures'; readonly operationId?: string })
  | (Piped & {
      readonly kind: 'showQueuedOperations'
      readonly ids: readonly string[]
      /** One row per blob. */
      readonly details: boolean
    })
  | { readonly kind: 'cancelQueuedOperation'; readonly id: string }
  | (Piped & { readonly kind: 'showOperations'; readonly ids: readonly string[]; readonly details: boolean })
  | (Piped & { readonly kind: 'showPrincipals'; readonly scope: CommandScope })
  | (Piped & { readonly kind: 'showPrincipalRoles' })
  | (Piped & { readonly kind: 'showPrincipalAccess' })
  /** Lists that exist in Kusto but are empty or short here: `queries`, `commands`, `journal`, … */
  | (Piped & {
      readonly kind: 'showList'
      readonly list:
        | 'queries'
        | 'commands'
        | 'commandsAndQueries'
        | 'journal'
        | 'materializedViews'
        | 'externalTables'
        | 'continuousExports'
    })
  /** `data` is the text after `<|`, without the first line break. */
  | (Ingesting & { readonly kind: 'ingestInline'; readonly data: string })
  | (Ingesting & { readonly kind: 'ingestFrom'; readonly sources: readonly string[] })
  | (Ingesting & {
      readonly kind: 'ingestQuery'
      readonly mode: 'set' | 'append' | 'setOrAppend' | 'setOrReplace'
      readonly query: string
    })
  /** `.execute database script <| …`: the commands, in order. */
  | {
      readonly kind: 'executeScript'
      readonly commands: readonly string[]
      readonly continueOnErrors: boolean
      /** The first failing command fails the script, instead of giving a row that reports it. */
      readonly throwOnErrors: boolean
    }
