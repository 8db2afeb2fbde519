import { Link, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down'
import type { ReactElement } from 'react'
import type { SignInState } from '../../../../electron/domain/schema/connection'
import { useStudio } from '../../state/use-studio'
import { connectText } from '../../text/en'
import { signInText } from '../../text/en-sign-in'
import styles from './sign-in.module.css'

/** Who is signed in, with a menu; or one line with the one thing to do about it. */
export function SignInNote(): ReactElement {
  const signInState = useStudio((state) => state.connection?.signIn ?? null)
  const cancelSignIn = useStudio((state) => state.cancelSignIn)
  const openView = useStudio((state) => state.openView)
  const line = (words: string, action: string, onAction: () => void): ReactElement => (
    <p className={styles['note']}>
      <span>{words}</span>
      <Link as="button" onClick={onAction}>
        {action}
      </Link>
    </p>
  )
  const askHow = (): void => openView({ kind: 'signIn' })
  switch (signInState?.kind) {
    case 'signedIn':
      return <Account state={signInState} />
    case 'signedOut':
      return line(
        signInState.expired === null ? signInText.signedOut : signInText.expired(signInState.expired),
        connectText.signIn,
        askHow,
      )
    case 'signingIn':
      return line(
        signInState.deviceCode === null ? connectText.signingIn : signInText.waitingForCode,
        connectText.cancelSignIn,
        cancelSignIn,
      )
    case 'failed':
      return line(`${connectText.signInFailed} ${signInState.error.message}`, connectText.signIn, askHow)
    case 'notNeeded':
    case undefined:
      return line(connectText.noSignIn, connectText.connectTo, () => openView({ kind: 'connect' }))
  }
}

function Account(props: {
  readonly state: Extract<SignInState, { readonly kind: 'signedIn' }>
}): ReactElement {
  const { account, tenant, way, kept } = props.state
  const openView = useStudio((state) => state.openView)
  const signOut = useStudio((state) => state.signOut)
  return (
    <Menu positioning="above-start">
      <MenuTrigger disableButtonEnhancement>
        <button type="button" className={styles['account']} title={signInText.account(account)}>
          <span>{signInText.account(account)}</span>
          <ChevronDownRegular />
          {!kept && <small>{signInText.untilClosed}</small>}
        </button>
      </MenuTrigger>
      <MenuPopover>
        <p className={styles['facts']}>
          <strong>{account}</strong>
          {tenant !== null && <span>{signInText.directory(tenant)}</span>}
          <span>{signInText.how(way)}</span>
          <span>{kept ? signInText.kept : signInText.notKept}</span>
        </p>
        <MenuList>
          <MenuItem onClick={() => openView({ kind: 'signIn' })}>{signInText.change}</MenuItem>
          <MenuItem onClick={() => void signOut()}>{signInText.signOut}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
