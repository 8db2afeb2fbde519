import { binaryFiles, packedFiles } from './binary-files'
import { seeded, type HostileFile } from './hostile-file'
import { jsonFiles } from './json-files'
import { edgeFiles, encodingFiles, hugeFiles, lineEndFiles, oddFiles, quoteFiles } from './text-files'

/** All hostile files, the same for the same seed. */
export async function hostileFiles(seed: number): Promise<HostileFile[]> {
  const random = seeded(seed)
  return [
    ...encodingFiles(),
    ...lineEndFiles(),
    ...quoteFiles(),
    ...edgeFiles(),
    ...oddFiles(),
    ...hugeFiles(),
    ...jsonFiles(),
    ...packedFiles(random),
    ...(await binaryFiles(random)),
  ]
}
