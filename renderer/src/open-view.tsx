import type { ReactElement } from 'react'
import { assertNever } from '../../electron/domain/assert-never'
import { LastRowDialog } from './features/comparison/last-row-dialog'
import { ConnectDialog } from './features/connect/connect-dialog'
import { BlobUriNeededDialog } from './features/jobs/blob-uri-needed-dialog'
import { UndoDialog } from './features/jobs/undo-dialog'
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
      return <ConnectDialog />
    case 'newTable':
      return <NewTableDialog />
    case 'policy':
      return <PolicyDialog />
    case 'schema':
      return <SchemaDialog />
    case 'lastRow':
      return <LastRowDialog />
    case 'undo':
      return <UndoDialog jobId={view.jobId} />
    case 'blobUriNeeded':
      return <BlobUriNeededDialog jobId={view.jobId} sourceId={view.sourceId} />
    default:
      return assertNever(view, 'view')
  }
}
