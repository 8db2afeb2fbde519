import { Button, Field, Input } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import type { EffectiveBatchingPolicy } from '../../../../electron/domain/schema/batching-policy'
import { defaultBatchingPolicy, studioBatchingPolicy } from '../../../../electron/domain/batching-policy'
import { assertBatchingPolicy } from '../../../../electron/domain/checked-batching-policy'
import { FormDialog } from '../../components/form-dialog'
import { valueOf } from '../../state/loadable'
import { useStudio } from '../../state/use-studio'
import { batchText } from '../../text/en-batch'
import { formatDuration } from '../../text/format'
import styles from './target.module.css'
import { WaitingBatches } from './waiting-batches'

/** Why rows wait and until when; changes the table's own batching policy within the service's limits. */
export function PolicyDialog(): ReactElement | null {
  const effective = useStudio((state) => valueOf(state.details)?.batchingPolicy)
  return effective === undefined ? null : <PolicyForm effective={effective} />
}

function PolicyForm(props: { readonly effective: EffectiveBatchingPolicy }): ReactElement {
  const { policy: before, origin } = props.effective
  const setBatchingPolicy = useStudio((state) => state.setBatchingPolicy)
  const announce = useStudio((state) => state.announce)
  const closeView = useStudio((state) => state.closeView)
  const attempt = useStudio((state) => state.attempt)
  const [seconds, setSeconds] = useState(String(before.maximumBatchingTimeSpanMs / 1000))
  const [items, setItems] = useState(String(before.maximumNumberOfItems))
  const [size, setSize] = useState(String(before.maximumRawDataSizeMb))

  const save = async (): Promise<void> => {
    const policy = {
      maximumBatchingTimeSpanMs: toNumber(seconds) * 1000,
      maximumNumberOfItems: toNumber(items),
      maximumRawDataSizeMb: toNumber(size),
    }
    assertBatchingPolicy(policy)
    await setBatchingPolicy(policy)
    announce(batchText.saved)
  }
  const inherit = async (): Promise<void> => {
    closeView()
    if (await attempt(() => setBatchingPolicy(null))) announce(batchText.inherited)
  }
  return (
    <FormDialog title={batchText.title} submitText={batchText.save} submit={save}>
      <p>{batchText.intro}</p>
      <WaitingBatches />
      <div className={styles['origins']}>
        <span>{batchText.origins[origin]}</span>
        {origin === 'table' && (
          <Button size="small" title={batchText.inheritHint} onClick={() => void inherit()}>
            {batchText.inherit}
          </Button>
        )}
        {toNumber(seconds) !== quickSeconds && (
          <Button size="small" onClick={() => setSeconds(String(quickSeconds))}>
            {batchText.quick}
          </Button>
        )}
      </div>
      <NumberField label={batchText.time} hint={batchText.timeHint} value={seconds} onChange={setSeconds} />
      <Cost seconds={toNumber(seconds)} />
      <NumberField label={batchText.items} hint={batchText.itemsHint} value={items} onChange={setItems} />
      <NumberField label={batchText.size} hint={batchText.sizeHint} value={size} onChange={setSize} />
      <p className={styles['hint']}>{batchText.delay}</p>
    </FormDialog>
  )
}

const quickSeconds = studioBatchingPolicy.maximumBatchingTimeSpanMs / 1000
const hour = 3600
/** From this time on, a batch costs about what the service expects. */
const modestSeconds = 60

/** What a short batching time costs. */
function Cost(props: { readonly seconds: number }): ReactElement | null {
  const { seconds } = props
  if (!(seconds >= 1 && seconds < modestSeconds)) return null
  const usual = hour / (defaultBatchingPolicy.maximumBatchingTimeSpanMs / 1000)
  return (
    <p className={styles['cost']} role="note">
      {batchText.cost(formatDuration(seconds * 1000), Math.floor(hour / seconds), usual)}
    </p>
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
