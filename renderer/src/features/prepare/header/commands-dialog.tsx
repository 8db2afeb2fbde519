import { Button } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { studioBatchingPolicy } from '../../../../../electron/domain/batching-policy'
import { StudioDialog } from '../../../components/studio-dialog'
import type { Inspection } from '../../../state/inspection/inspection'
import { preparedCommands } from '../../../state/inspection/prepared-job'
import { useStudio } from '../../../state/use-studio'
import { appText } from '../../../text/en'
import { commandsText } from '../../../text/en-prepare'
import styles from './prepare-header.module.css'

/** The management commands that run before the records are queued. */
export function CommandsDialog(props: {
  readonly inspection: Inspection
  readonly onClose: () => void
}): ReactElement {
  const announce = useStudio((state) => state.announce)
  const commands = preparedCommands(props.inspection, studioBatchingPolicy)
  const text = commands.join('\n\n')
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    announce(commandsText.copied)
  }
  return (
    <StudioDialog
      title={commandsText.title}
      width="wide"
      onClose={props.onClose}
      actions={
        <>
          <Button appearance="primary" onClick={props.onClose}>
            {appText.close}
          </Button>
          {commands.length > 0 && <Button onClick={() => void copy()}>{commandsText.copy}</Button>}
        </>
      }
    >
      <p>{commands.length === 0 ? commandsText.none : commandsText.intro}</p>
      {commands.length > 0 && (
        <pre className={styles['commands']} tabIndex={0}>
          {text}
        </pre>
      )}
    </StudioDialog>
  )
}
