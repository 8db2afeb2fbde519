import { Field, Input } from '@fluentui/react-components'
import { useEffect, useRef, useState, type ReactElement } from 'react'
import { redactUri } from '../../../../../electron/domain/blob-uri'
import { redactText } from '../../../../../electron/domain/redact-text'
import { ErrorNote } from '../../../components/error-note'
import { QuietButton } from '../../../components/quiet-button'
import { blobFormat as formatOf, type BlobFinding } from '../../../state/sources/blob'
import { useStudio } from '../../../state/use-studio'
import { sourcesText } from '../../../text/en-work'
import { formatBytes } from '../../../text/format'
import { FormatSelect } from '../format-select'
import { ContainerPanel } from './container-panel'
import { IngestBar } from '../ingest/ingest-bar'
import { LookPill } from '../look-pill'
import styles from '../sources.module.css'

/** A blob by its URI, or all blobs of a container. Leaving the field masks the secret part and asks storage about it. */
export function BlobTab(): ReactElement {
  const isContainer = useStudio((state) => state.container.kind !== 'idle')
  const isFound = useStudio((state) => state.blob.kind === 'ready')
  return (
    <>
      <Field
        label={{
          children: sourcesText.blob,
          // The list below needs the room.
          className: isContainer ? 'visually-hidden' : '',
        }}
        hint={isContainer || isFound ? null : sourcesText.blobHint}
      >
        <BlobInput />
      </Field>
      {isContainer ? <ContainerPanel /> : <SingleBlob />}
    </>
  )
}

function SingleBlob(): ReactElement {
  const uri = useStudio((state) => state.blobUri)
  const blob = useStudio((state) => state.blob)
  const format = useStudio(formatOf)
  const setBlobFormat = useStudio((state) => state.setBlobFormat)
  const startBlob = useStudio((state) => state.startBlob)
  const hasUri = uri.trim() !== ''
  // With a private endpoint, storage answers the cluster but not this machine: let the cluster try.
  const isUnreachable = blob.kind === 'failed' && blob.error.code === 'BlobUnreachable'
  const bytes = blob.kind === 'ready' ? blob.value.sizeBytes : null
  return (
    <>
      <div className={styles['blobAnswer']} role="status">
        {blob.kind === 'loading' && sourcesText.checking}
        {blob.kind === 'ready' && <span>{wordsFor(blob.value)}</span>}
        {(blob.kind === 'ready' || isUnreachable) && <FormatSelect value={format} onChange={setBlobFormat} />}
        {blob.kind === 'ready' && <LookPill inspectionKey="blob" />}
        {blob.kind === 'failed' && <ErrorNote error={blob.error} />}
      </div>
      <IngestBar
        label={isUnreachable ? sourcesText.ingestUnchecked : sourcesText.ingestBlob}
        sending={{ items: 1, bytes }}
        isReady={
          hasUri && (blob.kind !== 'failed' || isUnreachable) && !(blob.kind === 'ready' && format === null)
        }
        onIngest={(anyway) => startBlob({ unchecked: isUnreachable, anyway })}
      />
    </>
  )
}

function BlobInput(props: { readonly id?: string }): ReactElement {
  const uri = useStudio((state) => state.blobUri)
  const setBlobUri = useStudio((state) => state.setBlobUri)
  const checkBlob = useStudio((state) => state.checkBlob)
  const isContainer = useStudio((state) => state.container.kind !== 'idle')
  const isWanted = useStudio((state) => state.focusRequest === 'blobUri')
  const requestFocus = useStudio((state) => state.requestFocus)
  const isChecking = useStudio((state) => state.blob.kind === 'loading' || state.isListing)
  const input = useRef<HTMLInputElement | null>(null)
  const [isFocused, setIsFocused] = useState(false)
  /** What a link filled in is not asked about before the user says so. */
  const typed = useRef('')
  useEffect(() => {
    if (!isWanted) return
    input.current?.focus()
    requestFocus(null)
  }, [isWanted, requestFocus])
  return (
    <Input
      {...props}
      size={isContainer ? 'small' : 'medium'}
      input={{ ref: input }}
      value={isFocused ? uri : masked(uri)}
      placeholder={sourcesText.blobPlaceholder}
      spellCheck={false}
      autoComplete="off"
      contentAfter={
        uri.trim() === '' ? null : (
          <QuietButton disabledFocusable={isChecking} onClick={() => void checkBlob()}>
            {sourcesText.check}
          </QuietButton>
        )
      }
      onFocus={() => setIsFocused(true)}
      onBlur={() => {
        setIsFocused(false)
        if (typed.current === uri) void checkBlob()
      }}
      onChange={(_, data) => {
        typed.current = data.value
        setBlobUri(data.value)
      }}
    />
  )
}

/** What a field that has lost the focus shows. Text that is no address may hold a secret anywhere. */
function masked(uri: string): string {
  const address = redactUri(uri.trim())
  const shown = redactText(address)
  return address.length < uri.trim().length ? `${shorten(shown)}${sourcesText.blobSecret}` : shown
}

/** Cuts the middle out of a long address, so that the blob's name and the masked secret stay in view. */
function shorten(address: string): string {
  return address.length <= 62 ? address : `${address.slice(0, 28)}…${address.slice(-33)}`
}

function wordsFor(blob: BlobFinding): string {
  const size = blob.sizeBytes === null ? sourcesText.sizeUnknown : formatBytes(blob.sizeBytes)
  return blob.compression === 'none'
    ? sourcesText.blobFound(blob.name, size)
    : sourcesText.blobFoundCompressed(blob.name, size, sourcesText[blob.compression])
}
