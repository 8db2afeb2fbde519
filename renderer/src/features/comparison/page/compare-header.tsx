import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Select,
} from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { PageBack } from '../../../components/page-back'
import { reportKinds } from '../../../../../electron/domain/report-kind'
import type { JobSnapshot } from '../../../../../electron/domain/schema/job'
import type { SnapshotHead } from '../../../../../electron/domain/schema/snapshot'
import { QuietButton } from '../../../components/quiet-button'
import { SegmentedControl } from '../../../components/segmented-control'
import type { Compared } from '../../../state/compare'
import { valueOf } from '../../../state/loadable'
import { useStudio } from '../../../state/use-studio'
import { compareText } from '../../../text/en-compare'
import { formatDateTime } from '../../../text/format'
import { jobTitle } from '../../../text/job-words'
import styles from './compare-page.module.css'

/** What is compared, with ways to choose other moments, to keep one, to save a report and to undo. */
export function CompareHeader(props: {
  readonly compared: Compared
  readonly job: JobSnapshot | null
}): ReactElement {
  const { compared, job } = props
  const { table } = compared.target
  const close = useStudio((state) => state.closeComparison)
  const openView = useStudio((state) => state.openView)
  const takeSnapshot = useStudio((state) => state.takeSnapshot)
  const isReady = useStudio((state) => state.comparison.kind === 'ready')
  return (
    <header className={styles['header']}>
      <div className={styles['names']}>
        <PageBack place={table} label={compareText.back(table)} onBack={close} />
        <div className={styles['title']}>
          <h1>{compareText.title}</h1>
          <Moments compared={compared} job={job} />
        </div>
      </div>
      <div className={styles['actions']}>
        <QuietButton onClick={() => void takeSnapshot()}>{compareText.snapshot}</QuietButton>
        {job?.undo === 'possible' && (
          <QuietButton onClick={() => openView({ kind: 'undo', jobId: job.jobId })}>
            {compareText.undo}
          </QuietButton>
        )}
        <ReportMenu isReady={isReady} />
      </div>
    </header>
  )
}

function ReportMenu(props: { readonly isReady: boolean }): ReactElement {
  const saveReport = useStudio((state) => state.saveReport)
  const timeColumn = useStudio((state) => state.timeColumn())
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button disabled={!props.isReady}>{compareText.report}</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {reportKinds.map((kind) => (
            <MenuItem key={kind} onClick={() => void saveReport(kind, timeColumn)}>
              {compareText.reportAs[kind]}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

/** Before and after an ingestion, or any two moments that were kept. */
function Moments(props: {
  readonly compared: Compared
  readonly job: JobSnapshot | null
}): ReactElement | null {
  const { compared, job } = props
  const snapshots = useStudio((state) => state.snapshots)
  const jobs = useStudio((state) => state.jobs)
  const open = useStudio((state) => state.openComparison)
  const shown = useStudio((state) => valueOf(state.comparison))
  const lastJobId = shown?.after.jobId ?? snapshots.find(({ jobId }) => jobId !== null)?.jobId ?? null
  const title = job === null ? titleOf(jobs, lastJobId) : jobTitle(job)
  const [newest, older] = snapshots
  const beforeId = shown?.before?.snapshotId ?? older?.snapshotId
  const afterId = snapshots.some(({ snapshotId }) => snapshotId === shown?.after.snapshotId)
    ? shown?.after.snapshotId
    : newest?.snapshotId
  const isTwo = !('jobId' in compared.moments)
  const chooseTwo = (first = beforeId, second = afterId): void => {
    if (first !== undefined && second !== undefined) void open({ beforeId: first, afterId: second })
  }
  const chooser = (label: string, value: string | undefined, choose: (id: string) => void): ReactElement => (
    <label className={styles['moment']}>
      <span>{label}</span>
      <Select size="small" value={value ?? ''} onChange={(_, data) => choose(data.value)}>
        {snapshots.map((head) => (
          <option key={head.snapshotId} value={head.snapshotId}>
            {momentWords(head, jobs)}
          </option>
        ))}
      </Select>
    </label>
  )
  return (
    <>
      <SegmentedControl
        label={compareText.show}
        value={isTwo ? 'two' : 'job'}
        options={[
          ...(title === null ? [] : [{ value: 'job' as const, label: title }]),
          { value: 'two' as const, label: compareText.twoMoments },
        ]}
        onChange={(value) => {
          if (value === 'two') chooseTwo()
          else if (lastJobId !== null) void open({ jobId: lastJobId })
        }}
      />
      {isTwo && (
        <span className={styles['moments']}>
          {chooser(compareText.from, beforeId, (id) => chooseTwo(id))}
          {chooser(compareText.to, afterId, (id) => chooseTwo(beforeId, id))}
        </span>
      )}
    </>
  )
}

function titleOf(jobs: readonly JobSnapshot[], jobId: string | null): string | null {
  const job = jobs.find((one) => one.jobId === jobId)
  return job === undefined ? null : jobTitle(job)
}

function momentWords({ moment, jobId, at, rows }: SnapshotHead, jobs: readonly JobSnapshot[]): string {
  const name = titleOf(jobs, jobId) ?? compareText.moments.ofIngestion
  const what = moment === 'byHand' ? compareText.moments.byHand : compareText.moments[moment](name)
  return compareText.moment(what, formatDateTime(at), rows)
}
