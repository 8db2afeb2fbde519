import { Button } from '@fluentui/react-components'
import { useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react'
import type { JobSnapshot } from '../../../../../electron/domain/schema/job'
import type { Comparison } from '../../../../../electron/domain/schema/comparison'
import { Card } from '../../../components/card'
import { ErrorNote } from '../../../components/error-note'
import type { Compared } from '../../../state/compare'
import { useStudio } from '../../../state/use-studio'
import { compareText } from '../../../text/en-compare'
import { ColumnsCard } from './columns-card'
import { CompareHeader } from './compare-header'
import styles from './compare-page.module.css'
import { NumbersCard } from './numbers-card'
import { TimeCard } from './time-card'

/** Two moments of the open table: the numbers, where in time the new rows fall, and what changed in each column. */
export function ComparePage(): ReactElement | null {
  const compared = useStudio((state) => state.compared)
  return compared === null ? null : <Page key={JSON.stringify(compared.moments)} compared={compared} />
}

function Page(props: { readonly compared: Compared }): ReactElement {
  const { compared } = props
  const close = useStudio((state) => state.closeComparison)
  const comparison = useStudio((state) => state.comparison)
  const compareAgain = useStudio((state) => state.compareAgain)
  const job = useStudio(({ jobs }) => jobOf(jobs, compared))
  const page = useRef<HTMLDivElement | null>(null)
  // The keyboard starts here, from where Escape leads back.
  useEffect(() => page.current?.focus(), [])
  const status = job?.status
  const isFirst = useRef(true)
  useEffect(() => {
    // Rows have landed since, or were undone: what is shown is no longer so.
    if (!isFirst.current) void compareAgain()
    isFirst.current = false
  }, [status, compareAgain])
  const onKeyDown = (event: KeyboardEvent): void => {
    const isOwn = page.current?.contains(event.target as Node) === true
    if (event.key === 'Escape' && !event.defaultPrevented && isOwn) close()
  }
  return (
    <div
      ref={page}
      className={styles['page']}
      role="group"
      aria-label={compareText.page(compared.target.table)}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <CompareHeader compared={compared} job={job} />
      {comparison.kind === 'failed' && (
        <Card label={compareText.title} className={styles['problem']}>
          <ErrorNote error={comparison.error} />
          <Button onClick={() => void compareAgain()}>{compareText.again}</Button>
        </Card>
      )}
      {comparison.kind === 'loading' && (
        <Card label={compareText.title} className={styles['looking']}>
          <p role="status">{compareText.looking}</p>
        </Card>
      )}
      {comparison.kind === 'ready' && <Found comparison={comparison.value} job={job} />}
    </div>
  )
}

function Found(props: { readonly comparison: Comparison; readonly job: JobSnapshot | null }): ReactElement {
  const { comparison, job } = props
  return (
    <>
      <NumbersCard comparison={comparison} job={job} />
      <TimeCard comparison={comparison} />
      <ColumnsCard comparison={comparison} job={job} />
    </>
  )
}

function jobOf(jobs: readonly JobSnapshot[], { moments }: Compared): JobSnapshot | null {
  if (!('jobId' in moments)) return null
  return jobs.find(({ jobId }) => jobId === moments.jobId) ?? null
}
