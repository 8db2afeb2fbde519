import { KustoError } from '../answers/kusto-error'
import { ColumnsNeeded, toldColumns, type ToldColumns } from '../kql/told-columns'
import type { TranslatedQuery } from '../kql/translated-query'

/** The most plugins in one query whose columns depend on the data. */
const mostQuestions = 20

/** The most columns that a plugin may make. */
const mostColumns = 10_000

/**
 * Translates a text whose plugins may have columns that depend on the data: asks for them first, each after the ones
 * before it.
 *
 * @param translate Translates with what is known; throws {@link ColumnsNeeded} for what is not.
 * @param read Runs a question's SQL.
 */
export async function translateTold(
  translate: (told: readonly ToldColumns[]) => Promise<readonly TranslatedQuery[]>,
  read: (sql: string) => Promise<readonly (readonly unknown[])[]>,
): Promise<readonly TranslatedQuery[]> {
  const told: ToldColumns[] = []
  for (;;) {
    try {
      return await translate(told)
    } catch (error) {
      if (!(error instanceof ColumnsNeeded)) throw error
      const rows = await read(`${error.question.sql} LIMIT ${mostColumns + 1}`)
      if (rows.length > mostColumns || told.length >= mostQuestions) throw tooMany()
      told.push(
        toldColumns(
          error.question,
          rows.map(([name, type]) => [String(name), String(type)] as const),
        ),
      )
    }
  }
}

function tooMany(): KustoError {
  return new KustoError(
    'General_BadRequest',
    `The data makes more than ${mostColumns} columns, or more than ${mostQuestions} plugins have columns that depend on it. Name the columns of the result: evaluate … : (name: type, …).`,
  )
}
