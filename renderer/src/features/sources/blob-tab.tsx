import { Button, Field, Input } from '@fluentui/react-components'
import { useEffect, useRef, useState, type ReactElement } from 'react'
import { formatFacts } from '../../../../electron/domain/data-format'
import { redactUri } from '../../../../electron/domain/storage-uri'
import { ErrorNote } from '../../components/error-note'
import type { BlobFinding } from '../../state/sources'
import { blobFormat as formatOf } from '../../state/sources'
import { useStudio } from '../../state/use-studio'
import { sourcesText } from '../../text/en-work'
import { formatBytes } from '../../text/format'
import { FormatSelect } from './format-select'
import { IngestBar } from './ingest-bar'
import styles from './sources.module.css'

/** A blob by its URI: the secret part is masked as soon as the field is left, and storage is asked about it. */
export function BlobTab(): ReactElement {
  const uri = useStudio((state) => state.blobUri)
  const blob = useStudio((state) => state.blob)
  const format = useStudio(formatOf)
  const header = useStudio((state) => state.blobHeader)
  const checkBlob = useStudio((state) => state.checkBlob)
  const setBlobFormat = useStudio((state) => state.setBlobFormat)
  const setBlobHeader = useStudio((state) => state.setBlobHeader)
  const startBlob = useStudio((state) => state.startBlob)
  const hasUri = uri.trim() !== ''
  // Storage may answer the cluster and not this machine (a private endpoint): then the cluster may try.
  const isUnreachable = blob.kind === 'failed' && blob.error.code === 'BlobUnreachable'
  const hasHeader = format !== null && formatFacts[format].delimiter !== undefined
  const bytes = blob.kind === 'ready' ? blob.value.sizeBytes : null
  return (
    <>
      <div className={styles['blobField']}>
        <Field label={sourcesText.blob} hint={sourcesText.blobHint}>
          <BlobInput />
        </Field>
        <Button disabled={!hasUri || blob.kind === 'loading'} onClick={() => void checkBlob()}>
          {sourcesText.check}
        </Button>
      </div>
      <div className={styles['blobAnswer']} role="status">
        {blob.kind === 'loading' && sourcesText.checking}
        {blob.kind === 'ready' && wordsFor(blob.value)}
        {blob.kind === 'failed' && <ErrorNote error={blob.error} />}
      </div>
      <IngestBar
        label={isUnreachable ? sourcesText.ingestUnchecked : sourcesText.ingestBlob}
        sending={{ items: 1, bytes }}
        isReady={
          hasUri && (blob.kind !== 'failed' || isUnreachable) && !(blob.kind === 'ready' && format === null)
        }
        header={hasHeader && hasUri ? { value: header, onChange: setBlobHeader } : undefined}
        onIngest={() => startBlob({ unchecked: isUnreachable })}
      >
        {hasUri && <FormatSelect value={format} onChange={setBlobFormat} />}
      </IngestBar>
    </>
  )
}

function BlobInput(props: { readonly id?: string }): ReactElement {
  const uri = useStudio((state) => state.blobUri)
  const setBlobUri = useStudio((state) => state.setBlobUri)
  const checkBlob = useStudio((state) => state.checkBlob)
  const isWanted = useStudio((state) => state.focusRequest === 'blobUri')
  const requestFocus = useStudio((state) => state.requestFocus)
  const input = useRef<HTMLInputElement | null>(null)
  const [isFocused, setIsFocused] = useState(false)
  useEffect(() => {
    if (!isWanted) return
    input.current?.focus()
    requestFocus(null)
  }, [isWanted, requestFocus])
  return (
    <Input
      {...props}
      input={{ ref: input }}
      value={isFocused ? uri : masked(uri)}
      placeholder={sourcesText.blobPlaceholder}
      spellCheck={false}
      autoComplete="off"
      onFocus={() => setIsFocused(true)}
      onBlur={() => {
        setIsFocused(false)
        void checkBlob()
      }}
      onChange={(_, data) => setBlobUri(data.value)}
    />
  )
}

function masked(uri: string): string {
  const shown = redactUri(uri.trim())
  return shown.length < uri.trim().length ? `${shown}${sourcesText.blobSecret}` : shown
}

function wordsFor(blob: BlobFinding): string {
  const label = blob.format === null ? sourcesText.formatUnknown : formatFacts[blob.format].label
  const format = blob.compression === 'none' ? label : `${label}, ${sourcesText[blob.compression]}`
  if (blob.sizeBytes === null) return sourcesText.blobFoundUnsized(blob.name, format)
  return sourcesText.blobFound(blob.name, formatBytes(blob.sizeBytes), format)
}
