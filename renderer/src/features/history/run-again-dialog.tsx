import { Button } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import { StudioDialog } from '../../components/studio-dialog'
import { knownJob } from '../../state/history'
import { useStudio } from '../../state/use-studio'
import { appText } from '../../text/en'
import { historyText } from '../../text/en-history'
import { countOf } from '../../text/format'
import { jobTitle } from '../../text/job-words'

/** Says what running a job again adds, and starts it on confirmation. */
export function RunAgainDialog(props: { readonly jobId: string }): ReactElement | null {
  const job = useStudio((state) => knownJob(state, props.jobId))
  const closeView = useStudio((state) => state.closeView)
  const runAgain = useStudio((state) => state.runAgain)
  const [isStarting, setIsStarting] = useState(false)
  if (job === undefined) return null
  const landed = job.undo === 'undone' ? 0 : (job.rows.landed ?? 0)
  const start = async (): Promise<void> => {
    setIsStarting(true)
    await runAgain(props.jobId)
    closeView()
  }
  return (
    <StudioDialog
      title={historyText.runAgainTitle(jobTitle(job))}
      type="alert"
      onClose={closeView}
      actions={
        <>
          <Button onClick={closeView}>{appText.cancel}</Button>
          <Button appearance="primary" disabledFocusable={isStarting} onClick={() => void start()}>
            {historyText.runAgain}
          </Button>
        </>
      }
    >
      <p>{historyText.runAgainPlain}</p>
      {landed > 0 && <p>{historyText.runAgainLanded(countOf(landed, 'row', 'rows'))}</p>}
    </StudioDialog>
  )
}
