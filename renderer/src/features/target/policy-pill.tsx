import type { ReactElement } from 'react'
import type { TableDetails } from '../../../../electron/domain/schema/table'
import { useNow } from '../../state/clock'
import { useClusterAway } from '../../state/use-cluster-away'
import { batchText } from '../../text/en-batch'
import { targetText } from '../../text/en'
import { formatCount, formatCountdown, formatDuration, formatPolicySize } from '../../text/format'
import { fillWords } from './open-batches'
import styles from './target.module.css'
import { useOpenBatches } from './waiting-batches'

/** The table's batching policy; while a batch waits, how long still and how full it is. */
export function PolicyPill(props: {
  readonly table: TableDetails
  readonly onOpen: () => void
}): ReactElement {
  const { policy, origin } = props.table.batchingPolicy
  const batches = useOpenBatches()
  const [next] = batches
  const now = useNow(next === undefined ? null : 500)
  const { time, rest } = targetText.policy(
    formatDuration(policy.maximumBatchingTimeSpanMs),
    formatCount(policy.maximumNumberOfItems),
    formatPolicySize(policy.maximumRawDataSizeMb),
  )
  const limits = `${targetText.policyLead}${time}${rest} · ${targetText.origins[origin]}`
  const isWaiting = next !== undefined && next.sealsAt > now
  const isAway = useClusterAway()
  const seal = isWaiting && !isAway ? formatCountdown(next.sealsAt - now) : ''
  const strong = isWaiting ? seal : time
  const waitLead = isAway ? batchText.sealUnknown : batchText.lead(batches.length)
  const lead = isWaiting ? waitLead : targetText.policyLead
  const after = isWaiting ? `: ${fillWords(next)}` : rest
  const hint = isWaiting ? batchText.pillHint(fillWords(next), limits) : `${limits}. ${batchText.intro}`
  return (
    <button
      type="button"
      className={styles['pill']}
      aria-label={`${lead}${strong}${after} · ${targetText.origins[origin]}`}
      title={hint}
      onClick={props.onOpen}
    >
      <span className={styles['policy']}>
        {lead}
        <strong>{strong}</strong>
        {after}
        <span className={styles['origin']}> · {targetText.origins[origin]}</span>
      </span>
    </button>
  )
}
