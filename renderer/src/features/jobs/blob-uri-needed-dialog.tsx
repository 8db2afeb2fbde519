import { Field, Input } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import { FormDialog } from '../../components/form-dialog'
import { useStudio } from '../../state/use-studio'
import { jobsText, sourcesText } from '../../text/en-work'

/** Asks again for a blob URI, because its secret part was not stored. */
export function BlobUriNeededDialog(props: {
  readonly jobId: string
  readonly sourceId: string
}): ReactElement {
  const provideBlobUri = useStudio((state) => state.provideBlobUri)
  const [uri, setUri] = useState('')
  return (
    <FormDialog
      title={jobsText.provideTitle}
      submitText={jobsText.provide}
      canSubmit={uri.trim() !== ''}
      submit={() => provideBlobUri(props.jobId, props.sourceId, uri.trim())}
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
    </FormDialog>
  )
}
