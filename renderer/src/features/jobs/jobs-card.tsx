import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react'
import { Card } from '../../components/card'
import { VirtualList } from '../../components/virtual-list'
import { jobsOfTable, selectedJob } from '../../state/job-selectors'
import { useStudio } from '../../state/use-studio'
import { jobsText } from '../../text/en-work'
import { sourceTitle } from '../../text/job-words'
import { GroupRow } from './group-row'
import { JobDetail } from './job-detail'
import { jobRows, type Expanded, type JobRow } from './job-rows'
import styles from './jobs.module.css'
import { SourceRow } from './source-row'
import { noRange, useFreshSources, type RowRange } from './use-fresh-sources'
import { BriefWhyRow, TroubleRow, WhyRow } from './why-row'
import { useRowHeight } from '../../styles/use-density'

/** Ingestions into the open table, newest first: each source with its stages, state and one action. */
export function JobsCard(): ReactElement {
  const target = useStudio((state) => state.target)
  const allJobs = useStudio((state) => state.jobs)
  const pages = useStudio((state) => state.sourcePages)
  const [expanded, setExpanded] = useState<Expanded>({})
  const connection = useStudio((state) => state.connection)
  const jobs = useMemo(() => jobsOfTable(allJobs, connection, target), [allJobs, connection, target])
  const rows = useMemo(() => jobRows(jobs, pages, expanded), [jobs, pages, expanded])
  const selected = selectedJob(
    jobs,
    useStudio((state) => state.selectedJobId),
  )
  const [inView, setInView] = useState<RowRange>(noRange)
  useFreshSources(rows, inView)
  const rowHeight = useRowHeight(34)
  const toggle = (key: string, isOpen: boolean): void => setExpanded({ ...expanded, [key]: isOpen })
  const isOpen = (row: JobRow): boolean =>
    rows.some((other) => other.kind === 'why' && !other.isBrief && other.key === whyKey(row))
  return (
    <Card label={jobsText.card} className={styles['card']}>
      <FocusTarget />
      <VirtualList
        role="table"
        label={jobsText.table}
        className={styles['table']}
        rowClassName={styles['row']}
        count={rows.length}
        rowHeight={rowHeight}
        keyOf={(index) => rows[index]?.key ?? ''}
        onRange={(range) => setInView((known) => (isSameRange(known, range) ? known : range))}
        header={<Header />}
        renderRow={(index) => {
          const row = rows[index]
          switch (row?.kind) {
            case 'single':
            case 'child':
              return (
                <SourceRow
                  job={row.job}
                  source={row.source}
                  isChild={row.kind === 'child'}
                  isSelected={row.kind === 'single' && row.job === selected}
                  isWhyOpen={isOpen(row)}
                  onWhy={(open) => toggle(row.source.sourceId, open)}
                />
              )
            case 'group':
              return (
                <GroupRow
                  job={row.job}
                  isExpanded={row.isExpanded}
                  isSelected={row.job === selected}
                  onExpand={(open) => toggle(row.job.jobId, open)}
                />
              )
            case 'why':
              return row.isBrief ? (
                <BriefWhyRow
                  source={row.source}
                  name={row.job.sourceCount === 1 ? null : sourceTitle(row.source)}
                  others={row.others}
                />
              ) : (
                <WhyRow source={row.source} />
              )
            case 'trouble':
              return <TroubleRow trouble={row.trouble} />
            case 'more':
              return (
                <span role="cell" className={styles['more']}>
                  {jobsText.moreSources}
                </span>
              )
            case undefined:
              return null
          }
        }}
      />
      {selected !== undefined && <JobDetail job={selected} />}
      {rows.length === 0 && <p className={styles['empty']}>{jobsText.empty}</p>}
    </Card>
  )
}

function isSameRange(one: RowRange, other: RowRange): boolean {
  return one.first === other.first && one.last === other.last
}

function whyKey(row: JobRow): string {
  return row.kind === 'single' || row.kind === 'child' ? `${row.source.sourceId} why` : ''
}

function Header(): ReactElement {
  return (
    <div role="row" aria-rowindex={1} className={styles['head']}>
      <span role="columnheader">{jobsText.source}</span>
      <span role="columnheader">{jobsText.began}</span>
      <span role="columnheader" title={jobsText.headHints.stage}>
        {jobsText.stage}
      </span>
      <span role="columnheader" className={styles['number']} title={jobsText.headHints.records}>
        {jobsText.records}
      </span>
      <span role="columnheader" className={styles['number']} title={jobsText.headHints.size}>
        {jobsText.size}
      </span>
      <span role="columnheader" className={styles['number']} title={jobsText.headHints.landed}>
        {jobsText.landed}
      </span>
      <span role="columnheader" className={styles['number']} title={jobsText.headHints.took}>
        {jobsText.took}
      </span>
      <span role="columnheader">
        <span className="visually-hidden">{jobsText.action}</span>
      </span>
    </div>
  )
}

/** Takes the focus for the command "focus ingestions". */
function FocusTarget(): ReactElement {
  const isWanted = useStudio((state) => state.focusRequest === 'jobs')
  const requestFocus = useStudio((state) => state.requestFocus)
  const heading = useRef<HTMLHeadingElement | null>(null)
  useEffect(() => {
    if (!isWanted) return
    heading.current?.focus()
    requestFocus(null)
  }, [isWanted, requestFocus])
  return (
    <h2 ref={heading} tabIndex={-1} className="visually-hidden">
      {jobsText.card}
    </h2>
  )
}
