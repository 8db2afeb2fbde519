import { StudioError } from '../../../../electron/domain/studio-error'
import type { KustoConnection, ResultTable } from '../../../../electron/services/kusto/connection'

/** A table in memory that writes down what it is asked. */
export class ModelTable {
  /** Rows by tag; those of other writers are under `''`. */
  readonly rows = new Map<string, number>()
  readonly asked: ('rows' | 'tags')[] = []
  /** Runs before the answer to each question. */
  beforeAnswer: (question: 'rows' | 'tags', count: number) => void | Promise<void> = () => undefined
  readonly signals: (AbortSignal | undefined)[] = []

  land(tag: string, rows: number): void {
    this.rows.set(tag, (this.rows.get(tag) ?? 0) + rows)
  }

  get total(): number {
    return [...this.rows.values()].reduce((sum, rows) => sum + rows, 0)
  }

  count(question: 'rows' | 'tags'): number {
    return this.asked.filter((one) => one === question).length
  }

  readonly connection = {
    address: { clusterUri: 'http://127.0.0.1:1' },
    isLocalCluster: true,
    execute: async (
      _database: string,
      text: string,
      options?: { readonly signal?: AbortSignal },
    ): Promise<ResultTable> => {
      const question = text.includes('| count') ? 'rows' : 'tags'
      this.asked.push(question)
      this.signals.push(options?.signal)
      await this.beforeAnswer(question, this.count(question))
      if (question === 'rows') return { columns: [{ name: 'Count', type: 'long' }], rows: [[this.total]] }
      const columns = ['ExtentId', 'RowCount', 'Tags'].map((name) => ({ name, type: 'string' }))
      const extents = [...this.rows].filter(([tag]) => tag !== '' && text.includes('extents'))
      return { columns, rows: extents.map(([tag, rows]) => [tag, rows, `drop-by:${tag}`]) }
    },
  } as unknown as KustoConnection
}

/** As the service refuses, or does not answer. */
export function failure(
  code: 'AccessDenied' | 'ClusterUnreachable' | 'TimedOut' | 'TableNotFound',
): StudioError {
  return new StudioError(code, `It failed: ${code}.`, { retryable: code !== 'AccessDenied' })
}

/** Lets all that is ready have its turn. */
export const settled = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve))
