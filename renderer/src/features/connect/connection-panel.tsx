import { Button, Spinner } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { ErrorNote } from '../../components/error-note'
import { localClusterName } from '../../state/connection'
import { useStudio } from '../../state/use-studio'
import { appText, connectText } from '../../text/en'
import styles from './connect.module.css'

/** What stands in the workspace while no cluster has answered: waiting, or why not and what to do. */
export function ConnectionPanel(): ReactElement {
  const opening = useStudio((state) => state.opening)
  const connection = useStudio((state) => state.connection)
  const error = useStudio((state) => state.connectionError ?? state.connection?.error ?? null)
  const openCluster = useStudio((state) => state.openCluster)
  const cancelOpening = useStudio((state) => state.cancelOpening)
  const openView = useStudio((state) => state.openView)
  const signIn = useStudio((state) => state.signIn)
  if (opening !== null || error === null) {
    const isLocal = opening === null || opening === localClusterName
    return (
      <div className={styles['panel']} role="status">
        <Spinner size="small" />
        <h2>{isLocal ? connectText.startingLocal : connectText.connecting(opening)}</h2>
        {isLocal ? (
          <p>{connectText.startingLocalHint}</p>
        ) : (
          <Button onClick={cancelOpening}>{appText.cancel}</Button>
        )}
      </div>
    )
  }
  const name = connection?.displayName ?? connectText.localCluster
  const uri = connection === null || connection.isLocalCluster ? localClusterName : connection.clusterUri
  const needsSignIn = error.code === 'SignInNeeded' || connection?.signIn.kind === 'signedOut'
  return (
    <div className={styles['panel']}>
      <h2>{needsSignIn ? connectText.signInNeeded : connectText.unreachable}</h2>
      <p className={styles['panelPlace']}>{name}</p>
      <ErrorNote error={error} />
      <div className={styles['panelActions']}>
        {needsSignIn ? (
          <Button appearance="primary" onClick={() => void signIn()}>
            {connectText.signIn}
          </Button>
        ) : (
          <Button appearance="primary" onClick={() => void openCluster(uri)}>
            {appText.retry}
          </Button>
        )}
        {uri !== localClusterName && (
          <Button onClick={() => void openCluster(localClusterName)}>{connectText.useLocal}</Button>
        )}
        <Button onClick={() => openView({ kind: 'connect' })}>{connectText.otherUri}</Button>
      </div>
      <p className={styles['panelHint']}>{connectText.goesOn}</p>
    </div>
  )
}
