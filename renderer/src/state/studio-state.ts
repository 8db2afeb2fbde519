import type { CatalogSlice } from './catalog'
import type { CompareSlice } from './compare'
import type { ConnectionSlice } from './connection'
import type { ConversionSlice } from './inspection/conversion'
import type { InspectionSlice } from './inspection/inspection'
import type { HistorySlice } from './history'
import type { LinkSlice } from './link'
import type { JobsSlice } from './jobs'
import type { QuerySlice } from './query'
import type { RowCountsSlice } from './row-counts'
import type { SettingsSlice } from './settings'
import type { BlobSlice } from './sources/blob'
import type { ContainerSlice } from './sources/container'
import type { ChosenFilesSlice } from './sources/chosen-files'
import type { IngestOptionsSlice } from './sources/ingest-options'
import type { PastedRowsSlice } from './sources/pasted-rows'
import type { ViewSlice } from './view'

/** Everything the page knows, slice by slice. */
export type StudioState = ConnectionSlice &
  SettingsSlice &
  CatalogSlice &
  ChosenFilesSlice &
  PastedRowsSlice &
  BlobSlice &
  ContainerSlice &
  IngestOptionsSlice &
  InspectionSlice &
  ConversionSlice &
  JobsSlice &
  HistorySlice &
  RowCountsSlice &
  QuerySlice &
  CompareSlice &
  LinkSlice &
  ViewSlice
