import { Button } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import type { DeviceCode, SignInState } from '../../../../electron/domain/schema/connection'
import { useStudio } from '../../state/use-studio'
import { signInText } from '../../text/en-sign-in'
import styles from './sign-in.module.css'

/** What the user has to do while a sign-in is under way. */
export function SigningIn(props: {
  readonly state: Extract<SignInState, { readonly kind: 'signingIn' }>
}): ReactElement {
  const { way, deviceCode } = props.state
  if (deviceCode !== null) return <EnterCode code={deviceCode} />
  return <p>{way === 'azureCli' ? signInText.askingCli : signInText.continueInBrowser}</p>
}

function EnterCode(props: { readonly code: DeviceCode }): ReactElement {
  const { userCode, verificationUri } = props.code
  const openPage = useStudio((state) => state.openDevicePage)
  const announce = useStudio((state) => state.announce)
  const [isCopied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(userCode)
    setCopied(true)
    announce(signInText.copied)
  }
  return (
    <div className={styles['code']}>
      <p>{signInText.codeHint(verificationUri.replace(/^https:\/\//, ''))}</p>
      <output aria-label={signInText.code}>{userCode}</output>
      <div className={styles['codeActions']}>
        <Button size="small" onClick={() => void copy()}>
          {isCopied ? signInText.copied : signInText.copyCode}
        </Button>
        <Button size="small" onClick={() => void openPage()}>
          {signInText.openPage}
        </Button>
      </div>
    </div>
  )
}
