import { gunzipSync } from 'node:zlib'
import type { RecordCounts } from '../../../electron/services/jobs/kinds/source-kind'
import { countRecords } from '../../../electron/services/sources/count-records'
import { disk } from './model-files'
import { placeOf, presentStorage } from './model-storage'
import { presentWorld } from './model-world'

/** Now and then a count comes to nothing, as it does of what is damaged or cannot be reached. */
function sometimes(records: number | null): number | null {
  return presentWorld().random() < 0.1 ? null : records
}

/** Counts files of the model's disk and blobs of its storage; the answer takes as long as any call. */
export const modelCounts: RecordCounts = {
  ofFile: async (path, { format, compression, ignoreFirstRecord }, signal) =>
    await presentWorld().call(
      `count ${path}`,
      {
        work: () => {
          const { content } = disk.present.file(path)
          const records = countRecords(compression === 'gzip' ? gunzipSync(content) : content, format)
          return sometimes(records === null ? null : records - (ignoreFirstRecord === true ? 1 : 0))
        },
      },
      signal,
    ),
  ofBlob: async (uri, { format, ignoreFirstRecord }, signal) =>
    await presentWorld().call(
      `count ${placeOf(uri)}`,
      {
        work: () => {
          const blob = presentStorage().blobs.get(placeOf(uri))
          const records = blob === undefined ? null : countRecords(blob, format)
          return sometimes(
            records === null ? null : Math.max(records - (ignoreFirstRecord === true ? 1 : 0), 0),
          )
        },
      },
      signal,
    ),
}
