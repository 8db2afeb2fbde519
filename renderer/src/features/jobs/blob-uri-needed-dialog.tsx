import { Button, Field, Input } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import type { StudioError } from '../../../../electron/domain/studio-error'
import { ErrorNote } from '../../components/error-note'
import { StudioDialog } from '../../components/studio-dialog'
import { toStudioError } from '../../state/one-at-a-time'
import { useStudio } from '../../state/use-studio'
import { appText } from '../../text/en'
import { jobsText, sourcesText } from '../../text/en-work'

/** Asks for a blob URI again whose secret part was not stored. */
export function BlobUriNeededDialog(props: {
  readonly jobId: string
  readonly sourceId: string
}): ReactElement {
  const provideBlobUri = useStudio((state) => state.provideBlobUri)
  const closeView = useStudio((state) => state.closeView)
  const [uri, setUri] = useState('')
  const [error, setError] = useState<StudioError | null>(null)
  const provide = async (): Promise<void> => {
    try {
      await provideBlobUri(props.jobId, props.sourceId, uri.trim())
      closeView()
    } catch (caught) {
      setError(toStudioError(caught))
    }
  }
  return (
    <StudioDialog
      title={jobsText.provideTitle}
      onClose={closeView}
      onSubmit={() => void provide()}
      actions={
        <>
          <Button appearance="primary" type="submit" disabled={uri.trim() === ''}>
            {jobsText.provide}
          </Button>
          <Button onClick={closeView}>{appText.cancel}</Button>
        </>
      }
    >
      <p>{jobsText.sasNeeded}</p>
      <Field label={sourcesText.blob}>
        <Input
          value={uri}
          autoFocus
          spellCheck={false}
          autoComplete="off"
          placeholder={sourcesText.blobPlaceholder}
          onChange={(_, data) => setUri(data.value)}
        />
      </Field>
      {error !== null && (
        <div role="alert">
          <ErrorNote error={error} />
        </div>
      )}
    </StudioDialog>
  )
}
