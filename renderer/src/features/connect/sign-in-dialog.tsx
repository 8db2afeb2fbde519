import { Button, Field, Input, Radio, RadioGroup, Spinner } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import { isDirectoryName } from '../../../../electron/domain/directory-name'
import type { SignInRequest } from '../../../../electron/domain/schema/connection'
import { ErrorNote } from '../../components/error-note'
import { StudioDialog } from '../../components/studio-dialog'
import { useStudio } from '../../state/use-studio'
import { appText } from '../../text/en'
import { signInText } from '../../text/en-sign-in'
import { SigningIn } from './signing-in'

const ways = ['browser', 'deviceCode', 'azureCli'] as const

/** Asks how and where to sign in, and stays until that is done. */
export function SignInDialog(): ReactElement {
  const name = useStudio((state) => state.connection?.displayName ?? '')
  const state = useStudio((studio) => studio.connection?.signIn ?? null)
  const signIn = useStudio((studio) => studio.signIn)
  const cancelSignIn = useStudio((studio) => studio.cancelSignIn)
  const closeView = useStudio((studio) => studio.closeView)
  const [way, setWay] = useState<SignInRequest['way']>('browser')
  const [tenant, setTenant] = useState('')
  const directory = tenant.trim()
  const isNamed = directory === '' || isDirectoryName(directory)
  const isUnderWay = state?.kind === 'signingIn'
  const cancel = (): void => {
    if (isUnderWay) cancelSignIn()
    else closeView()
  }
  const submit = async (): Promise<void> => {
    if (!isNamed || isUnderWay) return
    if (await signIn({ way, tenant: directory === '' ? null : directory })) closeView()
  }
  return (
    <StudioDialog
      title={signInText.title(name)}
      onClose={cancel}
      onSubmit={() => void submit()}
      actions={
        <>
          {!isUnderWay && (
            <Button appearance="primary" type="submit" disabled={!isNamed}>
              {signInText.signIn}
            </Button>
          )}
          <Button onClick={cancel}>{appText.cancel}</Button>
        </>
      }
    >
      {isUnderWay ? (
        <div role="status">
          {state.deviceCode === null && <Spinner size="small" />}
          <SigningIn state={state} />
        </div>
      ) : (
        <>
          <Field label={signInText.ways}>
            <RadioGroup value={way} onChange={(_, data) => setWay(data.value as SignInRequest['way'])}>
              {ways.map((one) => (
                <Radio key={one} value={one} label={signInText.way[one]} />
              ))}
            </RadioGroup>
          </Field>
          <Field
            label={signInText.tenant}
            hint={signInText.tenantHint}
            {...(isNamed
              ? {}
              : { validationMessage: signInText.tenantWrong, validationState: 'error' as const })}
          >
            <Input
              value={tenant}
              placeholder={signInText.tenantPlaceholder}
              spellCheck={false}
              onChange={(_, data) => setTenant(data.value)}
            />
          </Field>
          {state?.kind === 'failed' && <ErrorNote error={state.error} />}
        </>
      )}
    </StudioDialog>
  )
}
