import { beforeAll, expect, it } from 'vitest'
import { kustoLanguage } from '../../../electron/local-cluster/kql/kusto-language'
import { sharedCluster } from '../../support/shared-cluster'

const { client } = await sharedCluster({ databases: ['Samples'] })

/** What the official parser knows of commands: the columns of their answers. */
interface CommandSymbols {
  readonly EngineCommands: Readonly<
    Record<
      string,
      {
        readonly ResultType: {
          readonly Columns: {
            readonly Count: number
            getItem(index: number): { readonly Name: string; readonly Type: { readonly Name: string } }
          }
        }
      }
    >
  >
}

/** The columns that the service documents for a command, as `Name: type`. */
function documented(command: string): string[] {
  const { EngineCommands } = kustoLanguage() as unknown as CommandSymbols
  const columns = EngineCommands[command]?.ResultType.Columns
  if (columns === undefined) throw new Error(`The parser does not know the command ${command}.`)
  return Array.from({ length: columns.Count }, (_column, index) => {
    const { Name: name, Type: type } = columns.getItem(index)
    return `${name}: ${type.Name}`
  })
}

async function answered(csl: string): Promise<string[]> {
  const { primaryResults } = await client.client.execute('Samples', csl)
  return (primaryResults[0]?.columns ?? []).map(({ name, type }) => `${name}: ${type}`)
}

beforeAll(async () => {
  await client.rows('.create tables T (a: long, s: string), U (a: long, s: string)')
  await client.rows('.create function F() { T }')
})

it.each([
  ['.add database Samples viewers ("aaduser=x@y")', 'AddDatabaseRole'],
  ['.alter column T.s type = string', 'AlterColumnType'],
  ['.alter table T column-docstrings (a: "x")', 'AlterTableColumnDocStrings'],
  ['.alter table T docstring "x"', 'AlterTableDocString'],
  ['.clear table T data', 'ClearTableData'],
  ['.create table T (a: long)', 'CreateTable'],
  ['.create tables T (a: long), U (a: long)', 'CreateTables'],
  ['.create database Samples ifnotexists', 'CreateDatabase'],
  ['.drop extents <| .show table T extents', 'DropExtents'],
  ['.drop table Gone ifexists', 'DropTable'],
  ['.move extents all from table T to table U', 'MoveExtentsFrom'],
  ['.rename column T.s to t', 'RenameColumn'],
  ['.rename column T.t to s', 'RenameColumn'],
  ['.rename tables V = U', 'RenameTables'],
  ['.rename table V to U', 'RenameTable'],
  ['.replace extents in table U <| { .show table U extents }, { .show table T extents }', 'ReplaceExtents'],
  ['.show capacity', 'ShowCapacity'],
  ['.show cluster', 'ShowCluster'],
  ['.show cluster details', 'ShowClusterDetails'],
  ['.show cluster extents', 'ShowClusterExtents'],
  ['.show cluster principals', 'ShowClusterPrincipals'],
  ['.show commands', 'ShowCommands'],
  ['.show commands-and-queries', 'ShowCommandsAndQueries'],
  ['.show continuous-exports', 'ShowContinuousExports'],
  ['.show database', 'ShowDatabase'],
  ['.show database cslschema', 'ShowDatabaseCslSchema'],
  ['.show database details', 'ShowDatabaseDetails'],
  ['.show database extents', 'ShowDatabaseExtents'],
  ['.show database identity', 'ShowDatabaseIdentity'],
  ['.show database journal', 'ShowDatabaseJournal'],
  ['.show database policies', 'ShowDatabasePolicies'],
  ['.show database principals', 'ShowDatabasePrincipals'],
  ['.show database schema', 'ShowDatabaseSchema'],
  ['.show database schema as csl script', 'ShowDatabaseSchemaAsCslScript'],
  ['.show databases', 'ShowClusterDatabases'],
  ['.show databases details', 'ShowClusterDatabasesDetails'],
  ['.show databases schema', 'ShowDatabasesSchema'],
  ['.show diagnostics', 'ShowDiagnostics'],
  ['.show external tables', 'ShowExternalTables'],
  ['.show functions', 'ShowFunctions'],
  ['.show ingestion mappings', 'ShowTableIngestionMappings'],
  ['.show journal', 'ShowJournal'],
  ['.show materialized-views', 'ShowMaterializedViews'],
  ['.show operations', 'ShowOperations'],
  ['.show principal roles', 'ShowPrincipalRoles'],
  ['.show queries', 'ShowQueries'],
  ['.show running queries', 'ShowRunningQueries'],
  ['.show table T', 'ShowTable'],
  ['.show table T cslschema', 'ShowTableCslSchema'],
  ['.show table T details', 'ShowTableDetails'],
  ['.show table T extents', 'ShowTableExtents'],
  ['.show table T policy caching', 'ShowTablePolicyCaching'],
  ['.show table T principals', 'ShowTablePrincipals'],
  ['.show tables', 'ShowTables'],
])('%s answers as %s is documented', async (csl, command) => {
  expect(await answered(csl)).toEqual(documented(command))
})
