import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { formatFromName } from '../../../domain/data-format'
import { allRecords } from '../../../domain/file-source'
import type { FileSource } from '../../../domain/schema/file-source'
import { expectedRecords } from '../../../domain/source-treatment'
import { StudioError } from '../../../domain/studio-error'
import { contentOnDisk } from './content-on-disk'
import { readAs } from './source-reading'
import type { SourceDraft, SourceKindObject } from './source-kind'

/** A file on this machine. */
export const fileKind: SourceKindObject<'file'> = {
  ...contentOnDisk,
  sharesBlobs: true,
  hasPath: true,

  draft(request, { files, pattern, zipPattern, isParted }) {
    const location = files.pathOf(request.handle)
    const info = files.describe?.(request.handle)
    const named = formatFromName(location)
    const format = request.reading?.format ?? request.format ?? info?.format ?? named.format
    if (format === undefined || format === null) throw formatUnknown(basename(location))
    const read = readAs(request, format)
    const isRewritten = isParted || (read.reading ?? null) !== null
    // What was counted when it was added may have been all of the archive.
    const isPicked = zipPattern !== undefined && info?.compression === 'zip'
    return {
      name: basename(location),
      location,
      ...read,
      // What is rewritten is unpacked first.
      compression: isRewritten ? 'none' : (info?.compression ?? named.compression),
      rawDataSizeBytes: info?.rawDataSizeBytes ?? null,
      creationTime: pattern?.timeOf(location) ?? null,
      // Its size decides how it runs; what it is exactly is noted when it is read.
      sizeBytes: info?.sizeBytes ?? statSync(location, { throwIfNoEntry: false })?.size ?? null,
      expected: info === undefined || isRewritten || isPicked ? null : countedBefore(info, read),
    }
  },

  inspected: ({ handle }) => ({ kind: 'file', handle }),
  async inspectedAgain({ location }, { files }, signal) {
    const [found] = (await files.register?.([location], signal)) ?? []
    return found === undefined ? null : { kind: 'file', handle: found.handle }
  },
  keep: () => Promise.resolve(),
  forget: ({ sourceId }, { converted }) => converted.forget(sourceId),
  shownLocation: ({ location }) => location,
}

/** Records that a file should land, by the count that was taken when it was added. */
function countedBefore(
  info: FileSource,
  { format, ignoreFirstRecord = false }: Pick<SourceDraft, 'format' | 'ignoreFirstRecord'>,
): number | null {
  if (format !== info.format) return null
  return expectedRecords(allRecords(info), { format, ignoreFirstRecord }, info.filesInside)
}

function formatUnknown(name: string): StudioError {
  return new StudioError('FormatNotSupported', `The format of “${name}” is not known.`, {
    subject: name,
    nextStep: 'Choose the format.',
  })
}
