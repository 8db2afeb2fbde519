import type { StudioServices } from '../../../services/studio-services'
import { writeUserFile } from '../../../services/user-file'
import type { ChooseSavePath } from '../../file-dialog'
import type { HandlersOf } from '../handler'

type HistoryMethod = 'history/list' | 'history/job' | 'history/export'

/** What the journal knows of all jobs. */
export function historyHandlers(
  { history }: StudioServices,
  chooseSavePath: ChooseSavePath,
): HandlersOf<HistoryMethod> {
  return {
    'history/list': (request) => history.list(request),
    'history/job': (request) => history.job(request),
    'history/export': async (filter, signal) => {
      const path = await chooseSavePath('ingestions.csv', 'csv')
      if (path === null) return null
      await writeUserFile(path, history.csv(filter), signal)
      return { path }
    },
  }
}
