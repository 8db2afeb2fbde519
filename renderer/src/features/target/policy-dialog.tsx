import { Field, Input } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import type { BatchingPolicy } from '../../../../electron/domain/schema/batching-policy'
import { assertBatchingPolicy } from '../../../../electron/domain/batching-policy'
import { FormDialog } from '../../components/form-dialog'
import { valueOf } from '../../state/loadable'
import { useStudio } from '../../state/use-studio'
import { targetText } from '../../text/en'

/** Changes the table's own batching policy within the service's limits. */
export function PolicyDialog(): ReactElement | null {
  const policy = useStudio((state) => valueOf(state.details)?.batchingPolicy.policy)
  return policy === undefined ? null : <PolicyForm policy={policy} />
}

function PolicyForm(props: { readonly policy: BatchingPolicy }): ReactElement {
  const setBatchingPolicy = useStudio((state) => state.setBatchingPolicy)
  const announce = useStudio((state) => state.announce)
  const [seconds, setSeconds] = useState(String(props.policy.maximumBatchingTimeSpanMs / 1000))
  const [items, setItems] = useState(String(props.policy.maximumNumberOfItems))
  const [size, setSize] = useState(String(props.policy.maximumRawDataSizeMb))

  const save = async (): Promise<void> => {
    const policy = {
      maximumBatchingTimeSpanMs: toNumber(seconds) * 1000,
      maximumNumberOfItems: toNumber(items),
      maximumRawDataSizeMb: toNumber(size),
    }
    assertBatchingPolicy(policy)
    await setBatchingPolicy(policy)
    announce(targetText.policySaved)
  }
  return (
    <FormDialog title={targetText.policyTitle} submitText={targetText.savePolicy} submit={save}>
      <p>{targetText.policyIntro}</p>
      <NumberField label={targetText.time} hint={targetText.timeHint} value={seconds} onChange={setSeconds} />
      <NumberField label={targetText.items} hint={targetText.itemsHint} value={items} onChange={setItems} />
      <NumberField label={targetText.size} hint={targetText.sizeHint} value={size} onChange={setSize} />
      <p>{targetText.policyDelay}</p>
    </FormDialog>
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

/** Reads numbers as people write them, for example `1,000`; anything else is NaN, which the policy check refuses. */
function toNumber(text: string): number {
  const plain = text.replace(/[,\s]/g, '')
  return plain === '' ? Number.NaN : Number(plain)
}
