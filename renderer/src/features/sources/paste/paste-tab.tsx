import { Button } from '@fluentui/react-components'
import { useEffect, useRef, type ReactElement } from 'react'
import { dataFormats, formatFacts } from '../../../../../electron/domain/data-format'
import { Pill } from '../../../components/pill'
import { valueOf } from '../../../state/loadable'
import { pastedFormat, pastedRecords } from '../../../state/sources/pasted-rows'
import { useStudio } from '../../../state/use-studio'
import { sourcesText } from '../../../text/en-work'
import { formatBytes } from '../../../text/format'
import { FormatSelect } from '../format-select'
import { IngestBar } from '../ingest/ingest-bar'
import styles from '../sources.module.css'
import { usePasteInspection } from './use-paste-inspection'
import { LookPill } from '../look-pill'
import { sampleRecord } from './sample-record'
import { useLongTextReader } from './use-long-text-reader'

/** Longer text is held but not shown: an editable box of many megabytes would freeze the window. */
const heldFrom = 1_000_000
const textFormats = dataFormats.filter((format) => formatFacts[format].binary !== true)

/** Rows as text, counted and recognised as they are typed or pasted. */
export function PasteTab(): ReactElement {
  const text = useStudio((state) => state.pastedText)
  const finding = useStudio((state) => state.pastedFinding)
  const format = useStudio(pastedFormat)
  const records = useStudio(pastedRecords)
  const setPastedText = useStudio((state) => state.setPastedText)
  const setPastedFormat = useStudio((state) => state.setPastedFormat)
  const startPaste = useStudio((state) => state.startPaste)
  useLongTextReader()
  usePasteInspection()
  const isHeld = text.length > heldFrom
  return (
    <>
      {isHeld ? (
        <div className={styles['held']}>
          <span>{sourcesText.pasteHeld(formatBytes(text.length))}</span>
          <small>{sourcesText.pasteHeldHint}</small>
          <Button size="small" onClick={() => setPastedText('')}>
            {sourcesText.clear}
          </Button>
        </div>
      ) : (
        <PasteBox text={text} onText={setPastedText} />
      )}
      <div className={styles['seen']} role="status">
        {text === '' ? (
          <span className={styles['recognised']}>{sourcesText.pasteHint}</span>
        ) : records === null ? (
          sourcesText.pasteCounting
        ) : (
          <>
            <span>{sourcesText.records(records)}</span>
            <FormatSelect value={format} formats={textFormats} onChange={setPastedFormat} />
            <PasteFinding />
            <LookPill inspectionKey="paste" />
          </>
        )}
      </div>
      <IngestBar
        label={records === null || text === '' ? sourcesText.ingest : sourcesText.ingestRecords(records)}
        sending={{ items: 1, bytes: text.length }}
        isReady={finding !== null && (records ?? 0) > 0}
        onIngest={(anyway) => startPaste({ anyway })}
      />
    </>
  )
}

function PasteBox(props: { readonly text: string; readonly onText: (text: string) => void }): ReactElement {
  const box = useRef<HTMLTextAreaElement | null>(null)
  const isWanted = useStudio((state) => state.focusRequest === 'pasteBox')
  const requestFocus = useStudio((state) => state.requestFocus)
  const details = useStudio((state) => valueOf(state.details))
  useEffect(() => {
    if (!isWanted) return
    box.current?.focus()
    requestFocus(null)
  }, [isWanted, requestFocus])
  return (
    <textarea
      ref={box}
      className={styles['pasteBox']}
      aria-label={sourcesText.paste}
      placeholder={details === undefined ? '' : sampleRecord(details.columns)}
      spellCheck={false}
      wrap="off"
      value={props.text}
      onChange={(event) => props.onText(event.target.value)}
      onPaste={(event) => {
        const pasted = event.clipboardData.getData('text/plain')
        if (pasted.length + props.text.length <= heldFrom) return
        event.preventDefault()
        const { selectionStart, selectionEnd } = event.currentTarget
        props.onText(props.text.slice(0, selectionStart) + pasted + props.text.slice(selectionEnd))
      }}
    />
  )
}

function PasteFinding(): ReactElement | null {
  const finding = useStudio((state) => state.pastedFinding)
  const columnCount = useStudio((state) => valueOf(state.details)?.columns.length ?? 0)
  if (finding?.endsInQuotes === true) return <Pill tone="warning">{sourcesText.findings.openQuote}</Pill>
  const fields = finding?.columnCount ?? null
  if (fields === null || columnCount === 0 || fields === columnCount) return null
  return <Pill tone="warning">{sourcesText.findings.fieldCount(fields, columnCount)}</Pill>
}
