import { gunzipSync } from 'node:zlib'
import type { countBlobRecords } from '../../../electron/services/jobs/count/blob-records'
import type { countRecords, countWholeFile } from '../../../electron/services/sources/count-records'
import { disk } from './model-files'
import { placeOf, presentStorage } from './model-storage'
import { presentWorld } from './model-world'

/** Now and then a count comes to nothing, as it does of what is damaged or cannot be reached. */
function sometimes(records: number | null): number | null {
  return presentWorld().random() < 0.1 ? null : records
}

/** Counts files of the model's disk; the answer takes as long as any call. */
export function modelFileCount(count: typeof countRecords): typeof countWholeFile {
  return async (path, { format, compression, ignoreFirstRecord }, signal) =>
    await presentWorld().call(
      `count ${path}`,
      {
        work: () => {
          const { content } = disk.present.file(path)
          const records = count(compression === 'gzip' ? gunzipSync(content) : content, format)
          return sometimes(records === null ? null : records - (ignoreFirstRecord === true ? 1 : 0))
        },
      },
      signal,
    )
}

/** Counts blobs of the model's storage. */
export function modelBlobCount(count: typeof countRecords): typeof countBlobRecords {
  return async (uri, { format }, signal) =>
    await presentWorld().call(
      `count ${placeOf(uri)}`,
      {
        work: () => {
          const blob = presentStorage().blobs.get(placeOf(uri))
          return sometimes(blob === undefined ? null : count(blob, format))
        },
      },
      signal,
    )
}
