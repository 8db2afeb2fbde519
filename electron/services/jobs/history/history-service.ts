import type { HistoryEntry, HistoryFilter } from '../../../domain/schema/history'
import { copyAs } from '../../../domain/copy-as/copy-as'
import type { Recipe } from '../../../domain/copy-as/recipe'
import type { KustoConnection } from '../../kusto/connection'
import type { HistoryService, StartJobRequest } from '../../studio-services'
import type { JobContext } from '../job-context'
import { newJob } from '../start/new-job'
import type { SourceRecord } from '../state/job-record'
import { catchUp } from './catch-up'
import { csvHead, csvLine } from './history-csv'
import { toHistoryJob } from './history-job'
import { recipeOf } from './recipe-of'

/** Entries that an export reads at a time. */
const exportedAtOnce = 500

/** Finds jobs in the journal, and says what became of each; for whoever has a cluster open. */
export function createHistoryService(
  context: JobContext,
): (openConnection: () => KustoConnection) => HistoryService {
  const { store, host, journal } = context
  const caughtUp = catchUp(context)
  caughtUp.catch((error: unknown) => host.log('jobs', 'The history of earlier jobs was not written', error))

  /** What has just happened is found as well. A disk that is full keeps nobody from looking back. */
  const upToDate = async (): Promise<void> => {
    await caughtUp
    await journal.commit().catch(() => undefined)
  }
  /** A job that is on its way may be further than the journal. */
  const asItIsNow = (entry: HistoryEntry): HistoryEntry => {
    const live = store.liveJob(entry.jobId)
    return live?.entry ?? entry
  }
  const entries = (filter: HistoryFilter, offset: number, limit: number): HistoryEntry[] =>
    store.history.entries(filter, offset, limit).map(asItIsNow)

  const recipeOfJob = (jobId: string): Promise<Recipe> => {
    const { record, sources } = store.seen(jobId)
    return recipeOf(record, sources, host.homeFolder)
  }
  const recipeOfRequest = (
    request: StartJobRequest,
    { address, isLocalCluster }: KustoConnection,
  ): Promise<Recipe> => {
    const where = { clusterUri: address.clusterUri, isLocalCluster }
    const made = newJob(request, where, {
      files: host.files,
      pastes: context.pastes,
      now: context.clock.now(),
    })
    const textOf = ({ ordinal, reading }: SourceRecord): string | undefined => {
      const source = request.sources[ordinal]
      return source !== undefined && 'text' in source && reading === null ? source.text : undefined
    }
    return recipeOf(made.job, made.sources, host.homeFolder, textOf)
  }

  return (openConnection) => ({
    async list({ offset, limit, ...filter }) {
      await upToDate()
      return { entries: entries(filter, offset, limit), counts: store.history.counts(filter) }
    },
    job({ jobId }) {
      const job = store.seen(jobId)
      return toHistoryJob(job, job.entry)
    },
    async copyAs(what, tool) {
      const shell = process.platform === 'win32' ? 'windows' : 'posix'
      return copyAs(
        await ('jobId' in what ? recipeOfJob(what.jobId) : recipeOfRequest(what.start, openConnection())),
        tool,
        shell,
      )
    },
    async *csv({ limit = Number.MAX_SAFE_INTEGER, ...filter }) {
      await upToDate()
      yield csvHead
      for (let offset = 0; offset < limit; offset += exportedAtOnce) {
        const page = entries(filter, offset, Math.min(exportedAtOnce, limit - offset))
        const names = store.history.sourceNames(page.map(({ jobId }) => jobId))
        if (page.length > 0) yield page.map((one) => csvLine(one, names.get(one.jobId) ?? [])).join('')
        if (page.length < exportedAtOnce) return
      }
    },
  })
}
