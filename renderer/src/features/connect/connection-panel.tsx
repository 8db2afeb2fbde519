import { Button, Spinner } from '@fluentui/react-components'
import type { ReactElement, ReactNode } from 'react'
import type { WireError } from '../../../../electron/domain/schema/wire-error'
import type { StudioError } from '../../../../electron/domain/studio-error'
import { ErrorNote } from '../../components/error-note'
import { localClusterName } from '../../../../electron/domain/cluster-uri'
import type { StudioState } from '../../state/studio-state'
import { useStudio, useStudioStore } from '../../state/use-studio'
import { appText, connectText } from '../../text/en'
import { signInText } from '../../text/en-sign-in'
import styles from './connect.module.css'
import { SigningIn } from './signing-in'

type PanelKind = 'starting' | 'connecting' | 'reading' | 'signingIn' | 'signInNeeded' | 'failed' | 'closed'

/** Fills the workspace until a cluster answers: what it is waiting for, or what went wrong and what to do. */
export function ConnectionPanel(): ReactElement {
  const kind = useStudio(panelKind)
  const name = useStudio(
    (state) => state.opening ?? state.connection?.displayName ?? connectText.localCluster,
  )
  const error = useStudio(problem)
  const isAskedAbout = useStudio((state) => state.isAskedAbout)
  const signIn = useStudio((studio) => studio.connection?.signIn)
  const state = useStudioStore().getState()
  switch (kind) {
    case 'starting':
      return <Waiting title={connectText.startingLocal}>{connectText.startingLocalHint}</Waiting>
    case 'reading':
      return <Waiting title={connectText.reading(name)} />
    case 'connecting':
      return (
        <Waiting title={connectText.connecting(name)}>
          {isAskedAbout && <p>{connectText.asking}</p>}
          <Button onClick={state.cancelOpening}>{appText.cancel}</Button>
        </Waiting>
      )
    case 'signingIn':
      return (
        <Waiting title={connectText.signInUnderWay}>
          {signIn?.kind === 'signingIn' && <SigningIn state={signIn} />}
          <Button onClick={state.cancelSignIn}>{connectText.cancelSignIn}</Button>
        </Waiting>
      )
    case 'signInNeeded':
      return (
        <Stopped title={connectText.signInNeeded} name={name} error={error}>
          <Button appearance="primary" onClick={() => void state.signIn({ way: 'browser', tenant: null })}>
            {connectText.signIn}
          </Button>
          <Button onClick={() => state.openView({ kind: 'signIn' })}>{signInText.otherWays}</Button>
        </Stopped>
      )
    case 'failed':
      return (
        <Stopped title={connectText.unreachable} name={name} error={error}>
          <Button appearance="primary" onClick={() => retry(state)}>
            {appText.retry}
          </Button>
        </Stopped>
      )
    case 'closed':
      return <Stopped title={connectText.closed} name={null} error={null} />
  }
}

function Waiting(props: { readonly title: string; readonly children?: ReactNode }): ReactElement {
  return (
    <div className={styles['panel']} role="status">
      <Spinner size="small" />
      <h2>{props.title}</h2>
      {typeof props.children === 'string' ? <p>{props.children}</p> : props.children}
    </div>
  )
}

function Stopped(props: {
  readonly title: string
  readonly name: string | null
  readonly error: StudioError | WireError | null
  readonly children?: ReactNode
}): ReactElement {
  const isLocal = useStudio((state) => state.connection?.isLocalCluster ?? true)
  const openCluster = useStudio((state) => state.openCluster)
  const openView = useStudio((state) => state.openView)
  return (
    <div className={styles['panel']}>
      <h2>{props.title}</h2>
      {props.name !== null && <p className={styles['panelPlace']}>{props.name}</p>}
      {props.error !== null && <ErrorNote error={props.error} />}
      <div className={styles['panelActions']}>
        {props.children}
        {(!isLocal || props.error === null) && (
          <Button onClick={() => void openCluster(localClusterName)}>{connectText.useLocal}</Button>
        )}
        <Button onClick={() => openView({ kind: 'connect' })}>{connectText.otherUri}</Button>
      </div>
      <p className={styles['panelHint']}>{connectText.goesOn}</p>
    </div>
  )
}

function panelKind(state: StudioState): PanelKind {
  const { opening, connection, databases } = state
  if (opening !== null) return opening === localClusterName ? 'starting' : 'connecting'
  if (connection?.signIn.kind === 'signingIn') return 'signingIn'
  const error = problem(state)
  if (error !== null) return error.code === 'SignInNeeded' ? 'signInNeeded' : 'failed'
  if (databases.kind === 'loading') return 'reading'
  if (connection?.state === 'opening') return connection.isLocalCluster ? 'starting' : 'connecting'
  // Nothing else is known until the main process has answered once.
  return state.version === '' ? 'starting' : 'closed'
}

/** Why there is nothing to work with: no connection, or an unreadable catalog. */
function problem(state: StudioState): StudioError | WireError | null {
  const { connectionError, connection, databases } = state
  return connectionError ?? connection?.error ?? (databases.kind === 'failed' ? databases.error : null)
}

function retry(state: StudioState): void {
  const { connection } = state
  if (connection?.state === 'open') void state.loadCatalog()
  else void state.openCluster(connection?.isLocalCluster === false ? connection.clusterUri : localClusterName)
}
