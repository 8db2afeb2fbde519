import type { ReactElement, ReactNode } from 'react'
import type { ComparedColumn, Comparison } from '../../../../../electron/domain/schema/comparison'
import { jobVerdict } from '../../../../../electron/domain/job-verdict'
import { othersPhrases } from '../../../../../electron/domain/whose-rows'
import type { JobSnapshot } from '../../../../../electron/domain/schema/job'
import { isBeforeUndo } from '../../../../../electron/domain/snapshot/comparison-words'
import { measureShares, sizeOf, type Measure } from '../../../../../electron/domain/snapshot/measure-shares'
import { numberQuery } from '../../../../../electron/domain/snapshot/number-query'
import { periodWords, timeCovered } from '../../../../../electron/domain/snapshot/range-words'
import { Card } from '../../../components/card'
import { Pill } from '../../../components/pill'
import { useStudio } from '../../../state/use-studio'
import { compareText } from '../../../text/en-compare'
import { formatBytes, formatChange, formatClockSeconds, formatCount } from '../../../text/format'
import styles from './compare-page.module.css'
import { KqlNumber } from './kql-number'

/** Rows, size, extents and time covered; and whether all arrived. */
export function NumbersCard(props: {
  readonly comparison: Comparison
  readonly job: JobSnapshot | null
}): ReactElement {
  const { comparison, job } = props
  const { rows, extents, tag, after } = comparison
  const { table } = after
  const size = sizeOf(comparison)
  const timeColumn = useStudio((state) => state.timeColumn())
  const time = comparison.columns.find(({ name, type }) => name === timeColumn && type === 'datetime')
  const extentsKql = numberQuery({ table, tag }, 'extents')
  return (
    <Card label={compareText.numbers} className={styles['numbers']}>
      <dl className={styles['stats']}>
        <Stat
          label={compareText.rows}
          kql={numberQuery({ table, tag }, 'rows')}
          value={formatCount(rows.after ?? 0)}
        >
          <Change from={rows.before} change={rows.added} others={othersPhrases(rows)} format={formatCount} />
        </Stat>
        <Stat
          label={compareText.size}
          kql={extentsKql}
          value={size.after === null ? null : formatBytes(size.after)}
        >
          <MeasureChange measure={size} comparison={comparison} format={formatBytes} />
        </Stat>
        <Stat
          label={compareText.extents}
          kql={extentsKql}
          value={extents.after === null ? null : formatCount(extents.after)}
        >
          <MeasureChange measure={extents} comparison={comparison} format={formatCount} />
        </Stat>
        {time !== undefined && <TimeStat column={time} table={table} tag={tag} />}
      </dl>
      <div className={styles['verdict']}>
        {job !== null && <Verdict job={job} />}
        <p>{timesLine(comparison, job)}</p>
        {comparison.sampledOneOf !== null && <p>{compareText.sampled(comparison.sampledOneOf)}</p>}
        {comparison.before === null && <p>{compareText.noBefore}</p>}
      </div>
    </Card>
  )
}

function TimeStat(props: {
  readonly column: ComparedColumn
  readonly table: string
  readonly tag: string | null
}): ReactElement {
  const { column, table, tag } = props
  const covered = timeCovered(column)
  return (
    <Stat
      label={`${compareText.time}, ${column.name}`}
      kql={numberQuery({ table, tag }, 'range', column)}
      value={column.after === null ? null : periodWords(column.after)}
    >
      {covered.before !== null && <span>{compareText.from_(covered.before)}</span>}
      {covered.change === null ? (
        <span>{compareText.same}</span>
      ) : (
        <span className={styles[covered.change.by === 'ours' ? 'up' : 'others']}>{covered.change.words}</span>
      )}
    </Stat>
  )
}

function Verdict(props: { readonly job: JobSnapshot }): ReactElement {
  const account = jobVerdict(props.job)
  return (
    <>
      <Pill tone={account.tone}>{account.words}</Pill>
      {account.hint !== undefined && <p>{account.hint}</p>}
      {account.reach !== undefined && <p>{account.reach}</p>}
    </>
  )
}

function Stat(props: {
  readonly label: string
  readonly kql: string
  readonly value: string | null
  readonly children: ReactNode
}): ReactElement {
  const value = props.value ?? compareText.unknown
  return (
    <div className={styles['stat']}>
      <dt>{props.label}</dt>
      <dd>
        <KqlNumber what={props.label} kql={props.kql} className={styles['big']}>
          {value}
        </KqlNumber>
        <span className={styles['change']}>{props.children}</span>
      </dd>
    </div>
  )
}

function Change(props: {
  readonly from: number | null
  readonly change: number | null
  readonly others: readonly string[]
  readonly format: (value: number) => string
}): ReactElement {
  const { from, change, others, format } = props
  return (
    <>
      {from !== null && change !== null && (change !== 0 || others.length > 0) && (
        <span>{from === 0 ? compareText.newTable : compareText.from_(format(from))}</span>
      )}
      {change !== null && change !== 0 && (
        <span className={styles[change > 0 ? 'up' : 'down']}>{changeWords(change, format)}</span>
      )}
      {change === 0 && <span>{others.length === 0 ? compareText.same : compareText.noneOfOurs}</span>}
      {others.map((phrase) => (
        <span key={phrase} className={styles['others']}>
          {phrase}
        </span>
      ))}
    </>
  )
}

function changeWords(change: number, format: (value: number) => string): string {
  return format === formatCount
    ? formatChange(change)
    : `${change > 0 ? '+' : '−'}${format(Math.abs(change))}`
}

function MeasureChange(props: {
  readonly measure: Measure
  readonly comparison: Comparison
  readonly format: (value: number) => string
}): ReactElement {
  const { measure, comparison, format } = props
  return <Change from={measure.before} {...measureShares(measure, comparison, format)} format={format} />
}

function timesLine(comparison: Comparison, job: JobSnapshot | null): string {
  const { before, after } = comparison
  if (job === null) {
    return before === null
      ? ''
      : compareText.lines.looked(formatClockSeconds(before.at), formatClockSeconds(after.at))
  }
  const queued = job.sources.flatMap(({ queuedAt }) => queuedAt ?? [])
  const settled = job.sources.flatMap(({ settledAt }) => settledAt ?? [])
  return [
    ...(queued.length === 0 ? [] : [compareText.lines.queued(formatClockSeconds(Math.min(...queued)))]),
    ...(settled.length === 0 || job.status === 'running'
      ? []
      : [compareText.lines.landed(formatClockSeconds(Math.max(...settled)))]),
    ...(job.undoneAt === undefined
      ? []
      : [compareText.lines.undone(formatClockSeconds(job.undoneAt), isBeforeUndo(comparison, job))]),
  ].join(' · ')
}
