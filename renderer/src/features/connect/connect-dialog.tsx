import { Button, Field, Input } from '@fluentui/react-components'
import { useState, type FormEvent, type ReactElement } from 'react'
import {
  readClusterPlace,
  type ClusterAddress,
  type ClusterPlace,
} from '../../../../electron/domain/cluster-uri'
import { maskedAddress } from '../../../../electron/domain/masked-address'
import type { LinkPlace } from '../../../../electron/domain/schema/studio-link'
import type { Connection } from '../../../../electron/domain/schema/connection'
import { StudioError } from '../../../../electron/domain/studio-error'
import { ErrorNote } from '../../components/error-note'
import { StudioDialog } from '../../components/studio-dialog'
import { localClusterName } from '../../../../electron/domain/cluster-uri'
import { useStudio } from '../../state/use-studio'
import { appText, connectText, linkText } from '../../text/en'
import styles from './connect.module.css'
import { ConnectionCheck } from './connection-check'
import { KnownClusters } from './known-clusters'

/** Asks for a cluster and shows, while the user types, both URIs that follow from it. */
export function ConnectDialog(props: {
  /** Where a link leads, whose cluster is filled in. */
  readonly place: LinkPlace | null
}): ReactElement {
  const { place } = props
  const opening = useStudio((state) => state.opening)
  const connection = useStudio((state) => state.connection)
  const error = useStudio((state) => state.connectionError)
  const isAskedAbout = useStudio((state) => state.isAskedAbout)
  const openCluster = useStudio((state) => state.openCluster)
  const cancelOpening = useStudio((state) => state.cancelOpening)
  const closeView = useStudio((state) => state.closeView)
  const goTo = useStudio((state) => state.goTo)
  const [text, setText] = useState(
    place === null || place.clusterUri === localClusterName ? '' : place.clusterUri,
  )
  const [asked, setAsked] = useState(false)
  const reading = readAddress(text)

  const open = async (clusterUri: string, database: string | null = null): Promise<void> => {
    setAsked(true)
    if (!(await openCluster(clusterUri))) return
    closeView()
    if (place !== null) await goTo(place)
    else if (database !== null) await goTo({ clusterUri, database, table: null, blobUri: null })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setAsked(true)
    if (reading.kind === 'place') void open(reading.address.clusterUri, reading.database)
  }
  return (
    <StudioDialog
      title={connectText.title}
      onClose={closeView}
      onSubmit={submit}
      actions={
        opening === null ? (
          <>
            <Button appearance="primary" type="submit" disabled={reading.kind === 'empty'}>
              {connectText.connect}
            </Button>
            <Button onClick={closeView}>{appText.cancel}</Button>
          </>
        ) : (
          <Button onClick={cancelOpening}>{appText.cancel}</Button>
        )
      }
    >
      {place !== null && (
        <p role="note" className={styles['link']}>
          {wordsFor(place)}
        </p>
      )}
      <Field
        label={connectText.field}
        hint={connectText.fieldHint}
        {...(reading.kind === 'problem'
          ? {
              validationMessage: reading.message,
              validationState: asked ? ('error' as const) : ('warning' as const),
            }
          : {})}
      >
        <Input
          value={text}
          placeholder={connectText.placeholder}
          spellCheck={false}
          onChange={(_, data) => setText(withoutSecrets(data.value))}
        />
      </Field>
      <dl className={styles['derived']} aria-label={connectText.derivedTitle}>
        <dt>{connectText.clusterUri}</dt>
        <dd>{reading.kind === 'place' ? reading.address.clusterUri : '–'}</dd>
        <dt>{connectText.dataIngestionUri}</dt>
        <dd>{reading.kind === 'place' ? reading.address.dataIngestionUri : '–'}</dd>
        {reading.kind === 'place' && reading.database !== null && (
          <>
            <dt>{connectText.database}</dt>
            <dd>{reading.database}</dd>
          </>
        )}
        <dt>{connectText.signInRow}</dt>
        <dd>{reading.kind === 'place' ? signInWords(reading.address, connection) : '–'}</dd>
      </dl>
      {reading.kind === 'place' && (
        <ConnectionCheck key={reading.address.clusterUri} clusterUri={reading.address.clusterUri} />
      )}
      <KnownClusters onChoose={setText} />
      <button type="button" className={styles['local']} onClick={() => void open(localClusterName)}>
        <strong>{connectText.localCluster}</strong>
        <span>{connectText.localClusterHint}</span>
      </button>
      {(isAskedAbout || opening !== null) && (
        <p role="status" className={styles['outcome']}>
          {isAskedAbout
            ? connectText.asking
            : opening !== null && [connectText.connecting(opening), ...staysOpen(connection)].join(' ')}
        </p>
      )}
      {asked && error !== null && opening === null && (
        <div role="alert" className={styles['outcome']}>
          <ErrorNote error={error} />
        </div>
      )}
    </StudioDialog>
  )
}

/** Where a link leads, before it is followed. */
function wordsFor({ database, table, blobUri }: LinkPlace): string {
  const places = [
    ...(database === null
      ? []
      : [table === null ? linkText.database(database) : linkText.table(table, database)]),
    ...(blobUri === null ? [] : [linkText.blob(blobUri)]),
  ]
  return places.length === 0 ? linkText.asksCluster : linkText.asks(places.join(' and '))
}

/** That nothing is lost until the new cluster answers. */
function staysOpen(connection: Connection | null): string[] {
  return connection?.state === 'open' ? [connectText.staysOpen(connection.displayName)] : []
}

/** Whether and how to sign in at this address. */
function signInWords(address: ClusterAddress, connection: Connection | null): string {
  if (address.isLoopback) return connectText.signInNotNeeded
  const isOpen = connection?.clusterUri === address.clusterUri
  if (isOpen && connection.signIn.kind === 'signedIn') return connectText.signedIn(connection.signIn.account)
  return connectText.signInByBrowser
}

/** What stays in the field of a text that was entered: of one that is refused, no key and no password. */
function withoutSecrets(text: string): string {
  return readAddress(text).kind === 'problem' ? maskedAddress(text) : text
}

type Reading =
  | { readonly kind: 'empty' }
  | ({ readonly kind: 'place' } & ClusterPlace)
  | { readonly kind: 'problem'; readonly message: string }

function readAddress(text: string): Reading {
  if (text.trim() === '') return { kind: 'empty' }
  try {
    return { kind: 'place', ...readClusterPlace(text) }
  } catch (error) {
    if (!(error instanceof StudioError)) throw error
    return { kind: 'problem', message: `${error.message} ${error.nextStep ?? ''}`.trimEnd() }
  }
}
