import type { InspectionSource } from '../../../../electron/domain/schema/inspection'
import { parseBlobUri } from '../../../../electron/domain/storage-uri'
import { sourcesText } from '../../text/en-work'
import { canBeLookedInto } from './source-groups'
import type { StudioState } from '../studio-state'
import { filesLike } from '../sources/file-choice'

/** What the prepare page would open for: the data of the tab in front; null if it holds none. */
export function preparableSource(
  state: Pick<StudioState, 'tab' | 'files' | 'filePatterns' | 'pastedText' | 'blobUri'>,
): { readonly source: InspectionSource; readonly name: string } | null {
  switch (state.tab) {
    case 'files': {
      // The first one is always looked into, however many there are.
      const file = filesLike(state.files, state.filePatterns).find(canBeLookedInto)
      return file === undefined ? null : { source: { kind: 'file', handle: file.handle }, name: file.name }
    }
    case 'paste':
      return state.pastedText.trim() === ''
        ? null
        : {
            source: { kind: 'paste', text: state.pastedText, name: sourcesText.pasteName },
            name: sourcesText.pasteName,
          }
    case 'blob': {
      const uri = state.blobUri.trim()
      return uri === '' ? null : { source: { kind: 'blob', uri }, name: blobName(uri) }
    }
  }
}

function blobName(uri: string): string {
  try {
    return parseBlobUri(uri).name
  } catch {
    // The look says what is wrong with it.
    return sourcesText.blob
  }
}
