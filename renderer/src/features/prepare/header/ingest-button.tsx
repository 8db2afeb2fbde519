import { Button } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import type { Inspection } from '../../../state/inspection/inspection'
import { preparedRecords } from '../../../state/inspection/prepared-job'
import { refusedNames } from '../../../state/inspection/known-refusals'
import { groupOf } from '../../../state/inspection/source-groups'
import { useStudio } from '../../../state/use-studio'
import { refusalText } from '../../../text/refusal-words'
import { prepareText } from '../../../text/en-prepare'

/** Says how many records will land, as the user's choices have it, and sends them. */
export function IngestButton(props: { readonly inspection: Inspection }): ReactElement {
  const { inspection } = props
  const { source, draft, look, isLooking } = inspection
  const chosen = useStudio((state) => state.files)
  const ingest = useStudio((state) => state.ingestPrepared)
  const isRefused = useStudio((state) => refusedNames(state).length > 0)
  const [isBusy, setIsBusy] = useState(false)
  const files = source.kind === 'file' ? (groupOf(chosen, source.handle)?.files ?? []) : []
  const records = preparedRecords(inspection, files)
  const isReady =
    look !== null &&
    look.reading !== null &&
    (draft.table !== null || draft.newName.trim() !== '') &&
    look.columns.length > 0
  const words = !isReady
    ? prepareText.ingest(null)
    : records === null && files.length > 1
      ? prepareText.ingestFiles(files.length)
      : draft.table === null
        ? prepareText.create(records)
        : prepareText.ingest(records)
  return (
    <Button
      appearance="primary"
      disabled={!isReady}
      disabledFocusable={isBusy || isLooking}
      onClick={() => {
        setIsBusy(true)
        void ingest({ anyway: isRefused }).finally(() => setIsBusy(false))
      }}
    >
      {isReady && isRefused ? refusalText.anyway : words}
    </Button>
  )
}
