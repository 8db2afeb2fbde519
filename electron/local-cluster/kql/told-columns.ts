/** Columns that depend on the data, for a plugin that the query does not tell them: found by an earlier query. */
export interface ToldColumns {
  /** Where the plugin's call ends in the query's text; the columns belong there. */
  readonly at: number
  /** In order, `name:type` with the name quoted. */
  readonly schema: string
  /** The names that come from the data: a bag's keys, or the values of the column to pivot. */
  readonly keys: readonly string[]
  /** Those whose values Kusto may take for another type than their JSON has. */
  readonly unclear: readonly string[]
}

/**
 * Thrown by a translation that cannot go on before its columns are known. Its query answers them: a name and the type of
 * its values in each row.
 */
export class ColumnsNeeded extends Error {
  override readonly name = 'ColumnsNeeded'
  readonly question: ColumnsQuestion

  constructor(question: ColumnsQuestion) {
    super('The columns of a plugin depend on the data.')
    this.question = question
  }
}

/** What to ask the engine, and how the answer becomes {@link ToldColumns}. */
export interface ColumnsQuestion {
  readonly at: number
  readonly sql: string
  /** The columns that come first, whatever the data is. */
  readonly before: readonly { readonly name: string; readonly type: string }[]
  /** What stands in front of each name from the data in its column's name. */
  readonly prefix: string
  /** Of two columns with one name, the first gives the type. */
  readonly keepsTypes: boolean
}

/** The type in an answer that stands for a string which may be something else. */
export const unclearType = 'unclear'

/** The answer to a question, from the rows of its query. */
export function toldColumns(
  { at, before, prefix, keepsTypes }: ColumnsQuestion,
  rows: readonly (readonly [name: string, type: string])[],
): ToldColumns {
  const names = new Set(rows.map(([name]) => prefix + name))
  const found = rows.map(([key, type]) => {
    const name = prefix + key
    const own = keepsTypes ? before.find((column) => column.name === name)?.type : undefined
    return declaration(name, own ?? (type === unclearType ? 'string' : type))
  })
  // A column of the input with the name of a key stands where the key does.
  const first = before.filter(({ name }) => !names.has(name)).map(({ name, type }) => declaration(name, type))
  return {
    at,
    schema: [...first, ...found].join(', '),
    keys: rows.map(([name]) => name),
    unclear: rows.flatMap(([name, type]) => (type === unclearType ? [name] : [])),
  }
}

/** A column as a schema in a query declares it. */
function declaration(name: string, type: string): string {
  return `[${JSON.stringify(name)}]:${type}`
}

/** A query's text with told columns in it, and the way back from its offsets to those of the original. */
export class ToldText {
  readonly text: string
  readonly #insertions: readonly { readonly at: number; readonly length: number }[]

  constructor(original: string, told: readonly ToldColumns[]) {
    const inOrder = [...told].sort((left, right) => left.at - right.at)
    let text = ''
    let from = 0
    this.#insertions = inOrder.map(({ at, schema }) => {
      const inserted = ` : (${schema})`
      text += original.slice(from, at) + inserted
      from = at
      return { at, length: inserted.length }
    })
    this.text = text + original.slice(from)
  }

  /** The offset in the original text; inside what was inserted, that of the place. */
  original(offset: number): number {
    let shift = 0
    for (const { at, length } of this.#insertions) {
      if (offset - shift <= at) break
      shift += Math.min(length, offset - shift - at)
    }
    return offset - shift
  }
}
