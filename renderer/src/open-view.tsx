import type { ReactElement } from 'react'
import { assertNever } from '../../electron/domain/assert-never'
import { LastRowDialog } from './features/comparison/last-row-dialog'
import { ConnectDialog } from './features/connect/connect-dialog'
import { ConvertDialog } from './features/sources/convert-dialog'
import { CopyAsDialog } from './features/history/copy-as-dialog'
import { RunAgainDialog } from './features/history/run-again-dialog'
import { DiagnosticsDialog } from './features/diagnostics/diagnostics-dialog'
import { BlobUriNeededDialog } from './features/jobs/blob-uri-needed-dialog'
import { UndoDialog } from './features/jobs/undo-dialog'
import { CommandPalette } from './features/palette/command-palette'
import { NewTableDialog } from './features/target/new-table-dialog'
import { PolicyDialog } from './features/target/policy-dialog'
import { SchemaDialog } from './features/target/schema-dialog'
import { useStudio } from './state/use-studio'

/** The one dialog or panel that is open. */
export function OpenView(): ReactElement | null {
  const view = useStudio((state) => state.view)
  switch (view.kind) {
    case 'workspace':
      return null
    case 'connect':
      return <ConnectDialog place={view.place ?? null} />
    case 'newTable':
      return <NewTableDialog />
    case 'policy':
      return <PolicyDialog />
    case 'schema':
      return <SchemaDialog />
    case 'palette':
      return <CommandPalette />
    case 'lastRow':
      return <LastRowDialog />
    case 'undo':
      return <UndoDialog jobId={view.jobId} />
    case 'convert':
      return <ConvertDialog groups={view.groups} origin={view.origin} />
    case 'runAgain':
      return <RunAgainDialog jobId={view.jobId} />
    case 'copyAs':
      return <CopyAsDialog />
    case 'diagnostics':
      return <DiagnosticsDialog />
    case 'blobUriNeeded':
      return <BlobUriNeededDialog jobId={view.jobId} sourceId={view.sourceId} />
    default:
      return assertNever(view, 'view')
  }
}
