import { Link } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { useStudio } from '../../state/use-studio'
import { connectText } from '../../text/en'
import styles from './connect.module.css'

/** The state of sign-in, as one line with one action. */
export function SignInNote(): ReactElement {
  const signInState = useStudio((state) => state.connection?.signIn ?? null)
  const signIn = useStudio((state) => state.signIn)
  const cancelSignIn = useStudio((state) => state.cancelSignIn)
  const signOut = useStudio((state) => state.signOut)
  const openView = useStudio((state) => state.openView)
  const line = (words: string, action: string, onAction: () => void): ReactElement => (
    <p className={styles['signIn']}>
      <span>{words}</span>
      <Link as="button" onClick={onAction}>
        {action}
      </Link>
    </p>
  )
  switch (signInState?.kind) {
    case 'signedIn':
      return line(connectText.signedIn(signInState.account), connectText.signOut, () => void signOut())
    case 'signedOut':
      return line(connectText.signedOut, connectText.signIn, () => void signIn())
    case 'signingIn':
      return line(connectText.signingIn, connectText.cancelSignIn, cancelSignIn)
    case 'failed':
      return line(
        `${connectText.signInFailed} ${signInState.error.message}`,
        connectText.signIn,
        () => void signIn(),
      )
    case 'notNeeded':
    case undefined:
      return line(connectText.noSignIn, connectText.connectTo, () => openView({ kind: 'connect' }))
  }
}
