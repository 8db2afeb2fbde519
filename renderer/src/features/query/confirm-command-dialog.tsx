import { Button } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { StudioDialog } from '../../components/studio-dialog'
import { useStudio } from '../../state/use-studio'
import { appText } from '../../text/en'
import { queryText } from '../../text/en-query'
import styles from './query-pane.module.css'

/** Asks before a management command runs, and shows it whole. */
export function ConfirmCommandDialog(): ReactElement | null {
  const command = useStudio((state) => state.commandToConfirm)
  const confirmCommand = useStudio((state) => state.confirmCommand)
  const refuseCommand = useStudio((state) => state.refuseCommand)
  if (command === null) return null
  return (
    <StudioDialog
      title={queryText.confirmTitle}
      onClose={refuseCommand}
      actions={
        <>
          <Button type="button" onClick={refuseCommand}>
            {appText.cancel}
          </Button>
          <Button type="button" appearance="primary" onClick={() => void confirmCommand()}>
            {queryText.confirm}
          </Button>
        </>
      }
    >
      <p className={styles['confirmText']}>{queryText.confirmText}</p>
      <pre className={styles['command']} tabIndex={0}>
        {command}
      </pre>
    </StudioDialog>
  )
}
