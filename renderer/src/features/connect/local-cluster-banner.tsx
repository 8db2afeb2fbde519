import { Button } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import type { LocalClusterStatus } from '../../../../electron/domain/schema/connection'
import { useStudio } from '../../state/use-studio'
import { appText, connectText } from '../../text/en'
import styles from './connect.module.css'

/** Says so if the workspace shows the local cluster and it is not running. */
export function LocalClusterBanner(): ReactElement | null {
  const status = useStudio((state) => state.localCluster)
  const isOurs = useStudio((state) => state.connection?.isLocalCluster === true)
  const restart = useStudio((state) => state.restartLocalCluster)
  const words = status === null ? null : wordsFor(status.state)
  if (!isOurs || status === null || words === null) return null
  return (
    <div className={styles['banner']} role="status" data-state={status.state}>
      <span>
        {words}
        {status.error !== null && ` ${status.error.message}`}
        {status.error?.nextStep !== undefined && ` ${appText.next(status.error.nextStep)}`}
      </span>
      {(status.state === 'crashed' || status.state === 'stopped') && (
        <Button size="small" onClick={() => void restart()}>
          {connectText.localRestart}
        </Button>
      )}
    </div>
  )
}

function wordsFor(state: LocalClusterStatus['state']): string | null {
  switch (state) {
    case 'running':
      return null
    case 'starting':
      return connectText.localStarting
    case 'stopping':
      return connectText.localStopping
    case 'stopped':
      return connectText.localStopped
    case 'crashed':
      return connectText.localCrashed
  }
}
