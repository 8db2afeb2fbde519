import { Button } from '@fluentui/react-components'
import { useEffect, useState, type ReactElement } from 'react'
import { othersPhrases } from '../../../../electron/domain/whose-rows'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import { Card } from '../../components/card'
import { Pill } from '../../components/pill'
import { QuietButton } from '../../components/quiet-button'
import { jobsOfTable, selectedJob } from '../../state/job-selectors'
import { latestRows } from '../../state/row-counts'
import { useStudio } from '../../state/use-studio'
import { compareText } from '../../text/en-compare'
import { comparisonText } from '../../text/en-work'
import { formatChange, formatCount } from '../../text/format'
import { jobTitle } from '../../text/job-words'
import styles from './comparison.module.css'
import { ChangedColumns } from './changed-columns'
import { LastRow } from './last-row'
import { ProportionBar } from './proportion-bar'
import { changeTone, compare, type Comparison } from './row-account'

/** Answers "did it all arrive?" for the chosen ingestion, or the newest. */
export function ComparisonCard(): ReactElement {
  const target = useStudio((state) => state.target)
  const jobs = useStudio((state) => state.jobs)
  const connection = useStudio((state) => state.connection)
  const selectedJobId = useStudio((state) => state.selectedJobId)
  const rowsNow = useStudio((state) => latestRows(state.watch) ?? null)
  const ours = jobsOfTable(jobs, connection, target)
  const job = selectedJob(ours, selectedJobId)
  return (
    <Card label={comparisonText.card} className={styles['card']}>
      {job === undefined ? (
        <>
          <header className={styles['header']}>
            <h2>{comparisonText.card}</h2>
          </header>
          <p className={styles['empty']}>{comparisonText.empty}</p>
        </>
      ) : (
        <JobComparison job={job} comparison={compare(job, { rows: rowsNow, jobs: ours })} />
      )}
      <LastRow />
    </Card>
  )
}

function JobComparison(props: { readonly job: JobSnapshot; readonly comparison: Comparison }): ReactElement {
  const { job, comparison } = props
  const { before, after, change, account, isSettled } = comparison
  const title = jobTitle(job)
  const openComparison = useStudio((state) => state.openComparison)
  return (
    <>
      <header className={styles['header']}>
        <h2>{comparisonText.card}</h2>
        <span className={styles['subject']} title={title}>
          {title}
        </span>
        <span className={styles['headActions']}>
          <CopyReport key={job.jobId} job={job} comparison={comparison} />
          <Button size="small" onClick={() => void openComparison({ jobId: job.jobId })}>
            {compareText.compare}
          </Button>
        </span>
      </header>
      <dl className={styles['stats']}>
        <Stat label={comparisonText.before} value={numberOf(before)} />
        <Stat label={labelOfAfter(job, isSettled)} value={numberOf(after)} />
        <Stat
          label={comparisonText.change}
          value={change === null ? comparisonText.unknown : formatChange(change)}
          tone={changeTone(comparison)}
        />
      </dl>
      <p className={styles['account']}>
        <Pill tone={account.tone} hint={account.reach}>
          {account.words}
        </Pill>
        {othersPhrases(comparison).map((phrase) => (
          <span key={phrase} className={styles['others']}>
            {phrase}
          </span>
        ))}
      </p>
      {account.hint !== undefined && <p className={styles['hint']}>{account.hint}</p>}
      <ProportionBar comparison={comparison} />
      <ChangedColumns jobId={job.jobId} status={job.status} areFirst={before === 0} />
    </>
  )
}

function labelOfAfter({ status }: JobSnapshot, isSettled: boolean): string {
  if (status === 'undone') return comparisonText.afterUndo
  return isSettled ? comparisonText.after : comparisonText.nowLabel
}

function Stat(props: {
  readonly label: string
  readonly value: string
  readonly tone?: 'plain' | 'up' | 'down'
}): ReactElement {
  return (
    <div className={styles['stat']}>
      <dt>{props.label}</dt>
      <dd data-tone={props.tone} data-long={props.value.length > 9}>
        {props.value}
      </dd>
    </div>
  )
}

/** How long a button says that it has copied. */
const copiedForMs = 2000

function CopyReport(props: { readonly job: JobSnapshot; readonly comparison: Comparison }): ReactElement {
  const announce = useStudio((state) => state.announce)
  const [isCopied, setIsCopied] = useState(false)
  const { job, comparison } = props
  useEffect(() => {
    if (!isCopied) return undefined
    const timer = setTimeout(() => setIsCopied(false), copiedForMs)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = async (): Promise<void> => {
    const { before, after, change, account } = comparison
    const others = othersPhrases(comparison)
    const changed = change === null ? comparisonText.unknown : formatChange(change)
    const report = comparisonText.report(
      `${job.database}.${job.table}`,
      jobTitle(job),
      numberOf(before),
      numberOf(after),
      changed,
      [account.words, ...others].join('; '),
    )
    await navigator.clipboard.writeText(report)
    setIsCopied(true)
    announce(comparisonText.copied)
  }
  return (
    <QuietButton onClick={() => void copy()}>
      {isCopied ? comparisonText.copied : comparisonText.copyReport}
    </QuietButton>
  )
}

function numberOf(count: number | null): string {
  return count === null ? comparisonText.unknown : formatCount(count)
}
