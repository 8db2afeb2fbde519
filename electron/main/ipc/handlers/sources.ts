import { studioBatchingPolicy } from '../../../domain/batching-policy'
import { stormEventsSchema, stormEventsTable } from '../../../domain/storm-events'
import { StudioError } from '../../../domain/studio-error'
import type { TableDetails } from '../../../domain/schema/table'
import type { StudioServices } from '../../../services/studio-services'
import type { ChoosePaths } from '../../file-dialog'
import type { HandlersOf } from '../handler'

/** Files, blobs and the sample, before they are ingested. */
export function sourceHandlers(
  { catalog, sources }: StudioServices,
  choosePaths: ChoosePaths,
): HandlersOf<
  | 'samples/prepare'
  | 'sources/choose'
  | 'sources/register'
  | 'sources/forget'
  | 'sources/inspectBlob'
  | 'sources/listBlobs'
  | 'sources/moreBlobs'
  | 'sources/lookAtBlobs'
  | 'sources/lookAtHeaders'
> {
  /** Finds or creates the tutorial's table, with a batching time short enough for a newcomer to see rows soon. */
  const sampleTable = async (database: string, signal: AbortSignal): Promise<TableDetails> => {
    const ref = { database, table: stormEventsTable }
    try {
      return await catalog.table(ref, signal)
    } catch (error) {
      if (!(error instanceof StudioError) || error.code !== 'TableNotFound') throw error
      const columns = stormEventsSchema
      return await catalog.createTable({ ...ref, columns, batchingPolicy: studioBatchingPolicy }, signal)
    }
  }
  return {
    'samples/prepare': async ({ database }, signal) => ({
      table: await sampleTable(database, signal),
      source: await sources.sample(signal),
    }),
    'sources/choose': async ({ what }, signal) => {
      const paths = await choosePaths(what)
      return paths.length === 0 ? [] : await sources.register(paths, signal)
    },
    'sources/register': ({ paths }, signal) => sources.register(paths, signal),
    'sources/forget': ({ handles }) => {
      sources.forget(handles)
      return {}
    },
    'sources/inspectBlob': ({ uri }, signal) => sources.inspectBlob(uri, signal),
    'sources/listBlobs': (request, signal) => sources.listBlobs(request, signal),
    'sources/moreBlobs': ({ listing }, signal) => sources.moreBlobs(listing, signal),
    'sources/lookAtBlobs': ({ handles }, signal) => sources.lookAtBlobs(handles, signal),
    'sources/lookAtHeaders': ({ handles }, signal) => sources.lookAtHeaders(handles, () => undefined, signal),
  }
}
