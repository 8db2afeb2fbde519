import { contentOnDisk } from './content-on-disk'
import type { SourceKindObject } from './source-kind'

/** Rows from the clipboard. Their text is kept in a file until they have landed. */
export const pasteKind: SourceKindObject<'paste'> = {
  ...contentOnDisk,
  sharesBlobs: false,
  hasPath: false,

  draft({ text, format, name }, { sourceId, pastes }) {
    const bytes = Buffer.byteLength(text)
    return { name, location: pastes.pathOf(sourceId), format, sizeBytes: bytes, rawDataSizeBytes: bytes }
  },

  keep: ({ text }, sourceId, { pastes }) => pastes.keep(sourceId, text),
  forget: ({ sourceId }, { pastes }) => pastes.forget(sourceId),
  shownLocation: () => '',
}
