import type { ReactElement } from 'react'
import type { JobSnapshot, SourceSnapshot } from '../../../../electron/domain/schema/job'
import { QuietButton } from '../../components/quiet-button'
import { useStudio } from '../../state/use-studio'
import { jobsText } from '../../text/en-work'
import type { RowAction } from './row-actions'

/** A row's action; before it, pause or resume if possible. */
export function RowButtons(props: {
  readonly job: JobSnapshot
  /** Left out if the action is on the whole job. */
  readonly source?: SourceSnapshot
  readonly title: string
  readonly action: RowAction | null
  readonly pause: 'pause' | 'resume' | null
}): ReactElement {
  const { job, source, title, action, pause } = props
  const act = useStudio((state) => state.act)
  const openView = useStudio((state) => state.openView)
  const run = (wanted: RowAction): void => {
    const some = source === undefined || job.sourceCount === 1 ? undefined : [source.sourceId]
    if (wanted === 'undo') openView({ kind: 'undo', jobId: job.jobId })
    else if (wanted === 'provideUri' && source !== undefined)
      openView({ kind: 'blobUriNeeded', jobId: job.jobId, sourceId: source.sourceId })
    else if (wanted === 'stopWaiting') void act('cancel', job.jobId, some)
    else if (wanted === 'watchAgain') void act('retry', job.jobId, some)
    else if (wanted !== 'provideUri') void act(wanted, job.jobId, some)
  }
  const button = (wanted: RowAction): ReactElement => (
    <QuietButton aria-label={jobsText.actionOn(jobsText.actions[wanted], title)} onClick={() => run(wanted)}>
      {jobsText.actions[wanted]}
    </QuietButton>
  )
  return (
    <>
      {pause !== null && button(pause)}
      {action !== null && button(action)}
    </>
  )
}
