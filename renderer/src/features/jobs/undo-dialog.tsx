import { Button } from '@fluentui/react-components'
import { useEffect, useState, type ReactElement } from 'react'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import { ErrorNote } from '../../components/error-note'
import { StudioDialog } from '../../components/studio-dialog'
import { VirtualList } from '../../components/virtual-list'
import type { UndoPreview } from '../../../../electron/domain/schema/job'
import { knownJob } from '../../state/history'
import { idle, loading, type Loadable } from '../../state/loadable'
import { toStudioError } from '../../state/to-studio-error'
import { useStudio } from '../../state/use-studio'
import { appText } from '../../text/en'
import { jobsText } from '../../text/en-work'
import { formatCount, formatDateTime } from '../../text/format'
import { jobTitle } from '../../text/job-words'
import styles from './jobs.module.css'

/** Shows the extents and rows that an undo would drop, and drops them on confirmation. */
export function UndoDialog(props: { readonly jobId: string }): ReactElement | null {
  const job = useStudio((state) => knownJob(state, props.jobId))
  return job === undefined ? null : <UndoForm job={job} />
}

function UndoForm(props: { readonly job: JobSnapshot }): ReactElement {
  const { job } = props
  const { jobId } = job
  const undoPreview = useStudio((state) => state.undoPreview)
  const act = useStudio((state) => state.act)
  const closeView = useStudio((state) => state.closeView)
  const [preview, setPreview] = useState<Loadable<UndoPreview>>(idle)
  const [isDropping, setIsDropping] = useState(false)
  useEffect(() => {
    const controller = new AbortController()
    undoPreview(jobId, controller.signal)
      .then((value) => setPreview({ kind: 'ready', value }))
      .catch((error: unknown) => {
        if (!controller.signal.aborted) setPreview({ kind: 'failed', error: toStudioError(error) })
      })
    return () => controller.abort()
  }, [undoPreview, jobId])

  const drop = async (): Promise<void> => {
    setIsDropping(true)
    await act('undo', jobId)
    closeView()
  }
  const found = preview.kind === 'ready' ? preview.value : null
  return (
    <StudioDialog
      title={jobsText.undoTitle(jobTitle(job))}
      type="alert"
      onClose={closeView}
      actions={
        <>
          <Button onClick={closeView}>{appText.cancel}</Button>
          {found !== null && found.extents.length > 0 && (
            <Button appearance="primary" disabledFocusable={isDropping} onClick={() => void drop()}>
              {jobsText.drop(found.rows)}
            </Button>
          )}
        </>
      }
    >
      <div role="status">
        {(preview.kind === loading.kind || preview.kind === 'idle') && jobsText.undoReading}
        {found !== null &&
          (found.extents.length === 0
            ? jobsText.undoNothing
            : jobsText.undoIntro(found.rows, found.extents.length, job.table))}
      </div>
      {preview.kind === 'failed' && <ErrorNote error={preview.error} />}
      {found !== null && found.extents.length > 0 && (
        <VirtualList
          role="table"
          label={jobsText.undoTable}
          className={styles['extents']}
          rowClassName={styles['extent']}
          count={found.extents.length}
          rowHeight={28}
          keyOf={(index) => found.extents[index]?.extentId ?? ''}
          header={
            <div role="row" aria-rowindex={1} className={styles['extentHead']}>
              <span role="columnheader">{jobsText.extent}</span>
              <span role="columnheader">{jobsText.created}</span>
              <span role="columnheader">{jobsText.rows}</span>
            </div>
          }
          renderRow={(index) => {
            const extent = found.extents[index]
            return (
              extent !== undefined && (
                <>
                  <span role="cell" title={extent.extentId}>
                    {extent.extentId}
                  </span>
                  <span role="cell">{createdWords(extent.createdOn)}</span>
                  <span role="cell">{formatCount(extent.rows)}</span>
                </>
              )
            )
          }}
        />
      )}
    </StudioDialog>
  )
}

function createdWords(createdOn: string): string {
  const at = Date.parse(createdOn)
  return Number.isNaN(at) ? createdOn : formatDateTime(at)
}
