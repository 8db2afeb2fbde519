import { Button, Field, Input } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import { assertBatchingPolicy, type BatchingPolicy } from '../../../../electron/domain/batching-policy'
import type { StudioError } from '../../../../electron/domain/studio-error'
import { ErrorNote } from '../../components/error-note'
import { StudioDialog } from '../../components/studio-dialog'
import { valueOf } from '../../state/loadable'
import { toStudioError } from '../../state/one-at-a-time'
import { useStudio } from '../../state/use-studio'
import { appText, targetText } from '../../text/en'

/** Changes the table's own batching policy within the service's limits. */
export function PolicyDialog(): ReactElement | null {
  const policy = useStudio((state) => valueOf(state.details)?.batchingPolicy.policy)
  return policy === undefined ? null : <PolicyForm policy={policy} />
}

function PolicyForm(props: { readonly policy: BatchingPolicy }): ReactElement {
  const setBatchingPolicy = useStudio((state) => state.setBatchingPolicy)
  const announce = useStudio((state) => state.announce)
  const closeView = useStudio((state) => state.closeView)
  const [seconds, setSeconds] = useState(String(props.policy.maximumBatchingTimeSpanMs / 1000))
  const [items, setItems] = useState(String(props.policy.maximumNumberOfItems))
  const [size, setSize] = useState(String(props.policy.maximumRawDataSizeMb))
  const [error, setError] = useState<StudioError | null>(null)
  const [isSaving, setIsSaving] = useState(false)

  const save = async (): Promise<void> => {
    const policy = {
      maximumBatchingTimeSpanMs: toNumber(seconds) * 1000,
      maximumNumberOfItems: toNumber(items),
      maximumRawDataSizeMb: toNumber(size),
    }
    try {
      assertBatchingPolicy(policy)
      setIsSaving(true)
      await setBatchingPolicy(policy)
      announce(targetText.policySaved)
      closeView()
    } catch (caught) {
      setError(toStudioError(caught))
      setIsSaving(false)
    }
  }
  return (
    <StudioDialog
      title={targetText.policyTitle}
      onClose={closeView}
      onSubmit={() => void save()}
      actions={
        <>
          <Button appearance="primary" type="submit" disabled={isSaving}>
            {targetText.savePolicy}
          </Button>
          <Button onClick={closeView}>{appText.cancel}</Button>
        </>
      }
    >
      <p>{targetText.policyIntro}</p>
      <NumberField label={targetText.time} hint={targetText.timeHint} value={seconds} onChange={setSeconds} />
      <NumberField label={targetText.items} hint={targetText.itemsHint} value={items} onChange={setItems} />
      <NumberField label={targetText.size} hint={targetText.sizeHint} value={size} onChange={setSize} />
      <p>{targetText.policyDelay}</p>
      {error !== null && (
        <div role="alert">
          <ErrorNote error={error} />
        </div>
      )}
    </StudioDialog>
  )
}

function NumberField(props: {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly onChange: (value: string) => void
}): ReactElement {
  return (
    <Field label={props.label} hint={props.hint}>
      <Input inputMode="numeric" value={props.value} onChange={(_, data) => props.onChange(data.value)} />
    </Field>
  )
}

/** `1,000` as a person may write it; NaN for what is no number, which the policy check refuses. */
function toNumber(text: string): number {
  const plain = text.replace(/[,\s]/g, '')
  return plain === '' ? Number.NaN : Number(plain)
}
