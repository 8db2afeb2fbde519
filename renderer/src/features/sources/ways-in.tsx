import type { ComponentType } from 'react'
import type { SourcesTab } from '../../state/view'
import { BlobTab } from './blob/blob-tab'
import { FilesTab } from './files/files-tab'
import { BlobHeader, FilesHeader, PasteHeader } from './header-switch'
import { PasteTab } from './paste/paste-tab'

/** What one tab of "Add data" shows. */
interface WayIn {
  readonly Panel: ComponentType
  /** "First record is a header", for what this tab is about to ingest. */
  readonly Header: ComponentType
}

/** The ways to add data. */
export const waysIn: Readonly<Record<SourcesTab, WayIn>> = {
  files: { Panel: FilesTab, Header: FilesHeader },
  paste: { Panel: PasteTab, Header: PasteHeader },
  blob: { Panel: BlobTab, Header: BlobHeader },
}
