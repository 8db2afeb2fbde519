import { Button } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import { PageBack } from '../../../components/page-back'
import { formatFacts } from '../../../../../electron/domain/data-format'
import { SegmentedControl } from '../../../components/segmented-control'
import { QuietButton } from '../../../components/quiet-button'
import { extentOf, readingOf, type Inspection } from '../../../state/inspection/inspection'
import { useStudio } from '../../../state/use-studio'
import { historyText } from '../../../text/en-history'
import { prepareText } from '../../../text/en-prepare'
import { formatBytes } from '../../../text/format'
import { extentWords } from '../../../text/extent-words'
import { CommandsDialog } from './commands-dialog'
import { IngestButton } from './ingest-button'
import { rowModes, type RowMode } from '../grid/grid-column'
import styles from './prepare-header.module.css'
import { ReadingButton } from './reading-form'

/** The source's name, what was recognised and how much is checked; and the button that sends it. */
export function PrepareHeader(props: {
  readonly inspection: Inspection
  readonly mode: RowMode
  readonly onMode: (mode: RowMode) => void
}): ReactElement {
  const { inspection } = props
  const close = useStudio((state) => state.closePrepared)
  const table = useStudio((state) => state.target?.table)
  const openView = useStudio((state) => state.openView)
  const [showsCommands, setShowsCommands] = useState(false)
  const place = table ?? prepareText.noTable
  return (
    <header className={styles['header']} data-region>
      <div className={styles['names']}>
        <PageBack place={place} label={prepareText.back(place)} onBack={close} />
        <h1 className={styles['name']} title={inspection.name}>
          {inspection.name}
        </h1>
      </div>
      <div className={styles['actions']}>
        {(inspection.look?.problem ?? inspection.error) === null && (
          <SegmentedControl
            label={prepareText.view}
            value={props.mode}
            options={rowModes.map((mode) => ({ value: mode, label: prepareText.modes[mode] }))}
            onChange={props.onMode}
          />
        )}
        <Button onClick={() => setShowsCommands(true)} disabled={(inspection.look?.reading ?? null) === null}>
          {prepareText.commands}
        </Button>
        {inspection.draft.table !== null && (
          <Button
            disabled={(inspection.look?.reading ?? null) === null}
            onClick={() => openView({ kind: 'copyAs' })}
          >
            {historyText.copyAsMore}
          </Button>
        )}
        <IngestButton inspection={inspection} />
      </div>
      <p className={styles['facts']} role="status">
        {(inspection.look?.problem ?? inspection.error) === null && (
          <ReadingButton inspection={inspection} words={readingWords(inspection)} />
        )}
        <span>{sizeWords(inspection)}</span>
        <CheckState inspection={inspection} />
      </p>
      {showsCommands && <CommandsDialog inspection={inspection} onClose={() => setShowsCommands(false)} />}
    </header>
  )
}

/** How far the check is, with a way to stop it or to begin again. */
function CheckState(props: { readonly inspection: Inspection }): ReactElement | null {
  const { inspection } = props
  const stopCheck = useStudio((state) => state.stopCheck)
  const startCheck = useStudio((state) => state.startCheck)
  const { look, check, key } = inspection
  if (look === null || look.reading === null) return null
  const isWhole = extentOf(inspection)?.isWhole === true
  const isRunning = check?.status === 'running'
  return (
    <span className={styles['check']} data-running={isRunning && !isWhole}>
      <span>{check?.status === 'failed' ? prepareText.checkFailed : extentWords(inspection)}</span>
      {isRunning && !isWhole && (
        <QuietButton onClick={() => void stopCheck(key)}>{prepareText.stop}</QuietButton>
      )}
      {(check?.status === 'stopped' || check?.status === 'failed') && (
        <QuietButton onClick={() => void startCheck(key)}>{prepareText.checkAll}</QuietButton>
      )}
    </span>
  )
}

function readingWords(inspection: Inspection): string {
  const reading = readingOf(inspection)
  if (reading === null) return inspection.look === null ? prepareText.reading : prepareText.how
  const { format, encoding, ignoreFirstRecord } = reading
  const isText = formatFacts[format].binary !== true
  const hasFields = formatFacts[format].delimiter !== undefined
  const compression = inspection.look?.compression ?? 'none'
  return [
    formatFacts[format].label,
    compression === 'none' ? undefined : prepareText[compression],
    isText ? prepareText.encodings[encoding] : undefined,
    hasFields ? (ignoreFirstRecord ? prepareText.header : prepareText.noHeader) : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(', ')
}

function sizeWords(inspection: Inspection): string {
  const { look } = inspection
  const read = extentOf(inspection)
  return [
    typeof look?.sizeBytes === 'number' ? formatBytes(look.sizeBytes) : undefined,
    read?.isWhole === true ? prepareText.records(read.records) : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(' · ')
}
