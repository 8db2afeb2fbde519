import { z } from 'zod'
import { quoteEntityName } from '../../domain/entity-name'
import { parseScalarType } from '../../domain/scalar-type'
import type { Column } from '../../domain/schema/table'
import type { LanguageSchema } from '../../language/protocol'
import { commands } from '../kusto/commands'
import type { KustoConnection } from '../kusto/connection'

const columnJson = z.object({ Name: z.string(), CslType: z.string().nullish(), Type: z.string().nullish() })
const tableJson = z.object({ Name: z.string(), OrderedColumns: z.array(columnJson) })
const functionJson = z.object({
  Name: z.string(),
  Body: z.string(),
  InputParameters: z.array(
    z.object({
      Name: z.string(),
      CslType: z.string().nullish(),
      CslDefaultValue: z.string().nullish(),
      Columns: z.array(columnJson).nullish(),
    }),
  ),
})
const tables = z.record(z.string(), tableJson).nullish()
const databaseJson = z.object({
  Tables: tables,
  ExternalTables: tables,
  MaterializedViews: tables,
  Functions: z.record(z.string(), functionJson).nullish(),
})
const schemaJson = z.object({ Databases: z.record(z.string(), databaseJson) })

/**
 * Reads what queries on a database may refer to (documents: `.show database schema as json`).
 *
 * @throws StudioError if the cluster refuses, or SyntaxError and the like for an answer of another shape.
 */
export async function readLanguageSchema(
  connection: KustoConnection,
  database: string,
): Promise<LanguageSchema> {
  const answer = await connection.execute(database, commands.showDatabaseSchemaJson(database))
  const [text] = answer.rows[0] ?? []
  const { Databases } = schemaJson.parse(typeof text === 'string' ? JSON.parse(text) : text)
  const found = Databases[database] ?? Object.values(Databases)[0]
  const all = [found?.Tables, found?.ExternalTables, found?.MaterializedViews]
  return {
    database,
    tables: all.flatMap((part) =>
      Object.values(part ?? {}).map(({ Name, OrderedColumns }) => ({
        name: Name,
        columns: OrderedColumns.map(toColumn),
      })),
    ),
    functions: Object.values(found?.Functions ?? {}).map(({ Name, Body, InputParameters }) => ({
      name: Name,
      parameters: `(${InputParameters.map(toParameter).join(', ')})`,
      body: Body,
    })),
  }
}

function toColumn({ Name, CslType, Type }: z.output<typeof columnJson>): Column {
  const type = parseScalarType(CslType ?? Type?.replace(/^System\./, '') ?? '') ?? 'string'
  return { name: Name, type }
}

function toParameter({
  Name,
  CslType,
  CslDefaultValue,
  Columns,
}: z.output<typeof functionJson>['InputParameters'][number]): string {
  const name = quoteEntityName(Name)
  if (CslType !== null && CslType !== undefined) {
    return `${name}:${CslType}${CslDefaultValue === null || CslDefaultValue === undefined ? '' : `=${CslDefaultValue}`}`
  }
  const columns = (Columns ?? []).map(toColumn)
  const inside = columns.map((column) => `${quoteEntityName(column.name)}:${column.type}`).join(', ')
  return `${name}:(${columns.length === 0 ? '*' : inside})`
}
