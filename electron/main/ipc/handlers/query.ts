import { basename } from 'node:path'
import type { StudioServices } from '../../../services/studio-services'
import { writeUserFile } from '../../../services/user-file'
import type { ChooseSavePath } from '../../file-dialog'
import type { HandlersOf } from '../handler'

/** Queries: running them, reading them while they are written, and what became of them. */
export function queryHandlers(
  { queries }: StudioServices,
  chooseSavePath: ChooseSavePath,
): HandlersOf<
  | 'table/query'
  | 'script/statement'
  | 'script/analyze'
  | 'script/complete'
  | 'queries/list'
  | 'queries/export'
> {
  return {
    'table/query': (request, signal) => queries.run(request, signal),
    'script/statement': (request, signal) => queries.statement(request, signal),
    'script/analyze': (request, signal) => queries.analyze(request, signal),
    'script/complete': (request, signal) => queries.complete(request, signal),
    'queries/list': (request) => queries.past(request),
    'queries/export': async ({ name, csv }) => {
      const path = await chooseSavePath(name, 'csv')
      if (path === null) return { name: null }
      await writeUserFile(path, csv)
      return { name: basename(path) }
    },
  }
}
