import { readFile } from 'node:fs/promises'
import { contentOnDisk } from './content-on-disk'
import { readAs } from './source-reading'
import type { SourceKindObject } from './source-kind'

/** Rows from the clipboard. Their text is kept in a file until they have landed. */
export const pasteKind: SourceKindObject<'paste'> = {
  ...contentOnDisk,
  sharesBlobs: false,
  hasPath: false,

  draft(request, { sourceId, pastes }) {
    const { text, name } = request
    const bytes = Buffer.byteLength(text)
    const location = pastes.pathOf(sourceId)
    return { name, location, ...readAs(request, request.format), sizeBytes: bytes, rawDataSizeBytes: bytes }
  },

  inspected: ({ text, name }) => ({ kind: 'paste', text, name }),
  async inspectedAgain({ sourceId, name }, { pastes }) {
    return { kind: 'paste', text: await readFile(pastes.pathOf(sourceId), 'utf8'), name }
  },
  keep: ({ text }, sourceId, { pastes }) => pastes.keep(sourceId, text),
  async forget({ sourceId }, { pastes, converted }) {
    await pastes.forget(sourceId)
    await converted.forget(sourceId)
  },
  shownLocation: () => '',
}
