import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { formatFromName, type DataFormat } from '../../../domain/data-format'
import { allRecords } from '../../../domain/file-source'
import type { FileSource } from '../../../domain/schema/file-source'
import { expectedRecords } from '../../../domain/source-treatment'
import { StudioError } from '../../../domain/studio-error'
import { contentOnDisk } from './content-on-disk'
import type { RequestOf, SourceKindObject } from './source-kind'

/** A file on this machine. */
export const fileKind: SourceKindObject<'file'> = {
  ...contentOnDisk,
  sharesBlobs: true,
  hasPath: true,

  draft(request, { files, pattern, zipPattern }) {
    const location = files.pathOf(request.handle)
    const info = files.describe?.(request.handle)
    const named = formatFromName(location)
    const format = request.format ?? info?.format ?? named.format
    if (format === undefined || format === null) throw formatUnknown(basename(location))
    // What was counted when it was added may have been all of the archive.
    const isPicked = zipPattern !== undefined && info?.compression === 'zip'
    return {
      name: basename(location),
      location,
      format,
      compression: info?.compression ?? named.compression,
      rawDataSizeBytes: info?.rawDataSizeBytes ?? null,
      creationTime: pattern?.timeOf(location) ?? null,
      // Its size decides how it runs; what it is exactly is noted when it is read.
      sizeBytes: info?.sizeBytes ?? statSync(location, { throwIfNoEntry: false })?.size ?? null,
      expected: info === undefined || isPicked ? null : countedBefore(info, format, request),
    }
  },

  keep: () => Promise.resolve(),
  forget: () => Promise.resolve(),
  shownLocation: ({ location }) => location,
}

/** Records that a file should land, by the count that was taken when it was added. */
function countedBefore(
  info: FileSource,
  format: DataFormat,
  { ignoreFirstRecord = false }: RequestOf<'file'>,
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
