import { Button } from '@fluentui/react-components'
import { useEffect, useRef, useState, type ReactElement } from 'react'
import { administratorText, checkWord, hostNames } from '../../../../electron/domain/connection-check-words'
import { checkedHosts, type CheckedHost } from '../../../../electron/domain/checked-host'
import type { HostCheck } from '../../../../electron/domain/schema/connection-check'
import { ErrorNote } from '../../components/error-note'
import { toStudioError } from '../../state/to-studio-error'
import { useStudio } from '../../state/use-studio'
import type { StudioError } from '../../../../electron/domain/studio-error'
import { connectText } from '../../text/en'
import styles from './connection-check.module.css'

/** Asks each of a cluster's hosts whether the studio can work with it, and says what to do and to ask for. */
export function ConnectionCheck(props: { readonly clusterUri: string }): ReactElement {
  const { clusterUri } = props
  const checkHost = useStudio((state) => state.checkHost)
  const announce = useStudio((state) => state.announce)
  const account = useStudio((state) => {
    const { connection } = state
    const isHere = connection?.clusterUri === clusterUri && connection.signIn.kind === 'signedIn'
    return isHere && connection.signIn.kind === 'signedIn' ? connection.signIn.account : null
  })
  const [checks, setChecks] = useState<readonly HostCheck[]>([])
  const [running, setRunning] = useState<CheckedHost | null>(null)
  const [error, setError] = useState<StudioError | null>(null)
  const controller = useRef<AbortController>(undefined)
  useEffect(() => () => controller.current?.abort(), [])

  const run = async (): Promise<void> => {
    const { signal } = (controller.current = new AbortController())
    const found: HostCheck[] = []
    setChecks([])
    setError(null)
    try {
      for (const host of checkedHosts) {
        setRunning(host)
        found.push(await checkHost(clusterUri, host, signal))
        if (signal.aborted) return
        setChecks([...found])
      }
      announce(connectText.checked(found.filter(isBad).length))
    } catch (problem) {
      if (!signal.aborted) setError(toStudioError(problem))
    } finally {
      if (controller.current.signal === signal) setRunning(null)
    }
  }
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(administratorText({ clusterUri, account, at: Date.now(), checks }))
    announce(connectText.copiedForAdministrator)
  }
  const isIdle = running === null
  return (
    <section className={styles['check']} aria-label={connectText.checks}>
      <div className={styles['actions']}>
        {isIdle ? (
          <Button size="small" onClick={() => void run()}>
            {checks.length === 0 ? connectText.check : connectText.checkAgain}
          </Button>
        ) : (
          <Button size="small" onClick={() => controller.current?.abort()}>
            {connectText.cancelCheck}
          </Button>
        )}
        {isIdle && checks.some(isBad) && (
          <Button size="small" onClick={() => void copy()}>
            {connectText.copyForAdministrator}
          </Button>
        )}
        {isIdle && checks.length === 0 && <span className={styles['hint']}>{connectText.checkHint}</span>}
      </div>
      {(checks.length > 0 || !isIdle) && (
        <ul className={styles['hosts']}>
          {checks.map((check) => (
            <Host key={check.host} check={check} />
          ))}
          {running !== null && (
            <li>
              <span className={styles['light']} data-state="checking" />
              <strong>{hostNames[running]}</strong>
              <span className={styles['word']}>{connectText.checking}</span>
            </li>
          )}
        </ul>
      )}
      {error !== null && <ErrorNote error={error} />}
    </section>
  )
}

function Host(props: { readonly check: HostCheck }): ReactElement {
  const { check } = props
  const { address, state, message, nextStep, milliseconds, proxy } = check
  const facts = [
    ...(address === null ? [] : [address.replace(/^https?:\/\//, '')]),
    ...(proxy === null ? [] : [connectText.through(proxy)]),
    ...(milliseconds === null || state !== 'ok' ? [] : [connectText.took(milliseconds)]),
  ]
  return (
    <li>
      <span className={styles['light']} data-state={state} />
      <strong>{hostNames[check.host]}</strong>
      <span className={styles['word']} data-state={state}>
        {checkWord(check)}
      </span>
      {facts.length > 0 && <span className={styles['facts']}>{facts.join(' · ')}</span>}
      {(state !== 'ok' || check.obstacle !== null) && (
        <p>
          {message} {nextStep}
        </p>
      )}
    </li>
  )
}

function isBad({ state }: HostCheck): boolean {
  return state === 'blocked'
}
