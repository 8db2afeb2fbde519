import { Switch } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import type { DataFormat } from '../../../../electron/domain/data-format'
import { canIgnoreFirstRecord } from '../../../../electron/domain/source-treatment'
import { QuietButton } from '../../components/quiet-button'
import { headerSummary } from '../../state/sources/file-headers'
import { blobFormat } from '../../state/sources/blob'
import { pastedFormat, pasteHasHeader } from '../../state/sources/pasted-rows'
import { readingOf } from '../../state/inspection/inspection'
import { inspectionToSend } from '../../state/sources/to-send'
import { valueOf } from '../../state/loadable'
import { useStudio } from '../../state/use-studio'
import { containerText } from '../../text/en-container'
import { sourcesText } from '../../text/en-work'
import { useContainerChoice } from './blob/use-container-choice'
import styles from './sources.module.css'

/** One switch for all files; if they differ it says so, and each file in the list has its own. */
export function FilesHeader(): ReactElement | null {
  const asked = useStudio((state) => headerSummary(state).asked)
  const withHeader = useStudio((state) => headerSummary(state).withHeader)
  const isPerFile = useStudio((state) => headerSummary(state).isPerFile)
  const canBePerFile = useStudio((state) => headerSummary(state).canBePerFile)
  const setFilesHeader = useStudio((state) => state.setFilesHeader)
  const askHeaderPerFile = useStudio((state) => state.askHeaderPerFile)
  if (asked === 0) return null
  const isMixed = withHeader > 0 && withHeader < asked
  return (
    <>
      {canBePerFile && !isPerFile && (
        <QuietButton onClick={askHeaderPerFile}>{sourcesText.headerPerFile}</QuietButton>
      )}
      <OneSwitch
        label={isMixed ? sourcesText.headerIn(withHeader, asked) : sourcesText.header}
        isHeader={withHeader === asked}
        onChange={setFilesHeader}
      />
    </>
  )
}

/** The switch for the pasted rows, if their format can have a header. */
export function PasteHeader(): ReactElement | null {
  const isShown = useStudio((state) => state.pastedText !== '' && hasHeaders(pastedFormat(state)))
  const isHeader = useStudio(pasteHasHeader)
  const setPastedHeader = useStudio((state) => state.setPastedHeader)
  return isShown ? (
    <OneSwitch label={sourcesText.header} isHeader={isHeader} onChange={setPastedHeader} />
  ) : null
}

/** The switch for the blob, or those of a container, if one of their formats can have a header. */
export function BlobHeader(): ReactElement | null {
  const isShown = useStudio((state) => state.blobUri.trim() !== '' && hasHeaders(blobFormat(state)))
  const isContainer = useStudio((state) => valueOf(state.container) !== undefined)
  const isHeader = useStudio((state) => {
    const inspection = inspectionToSend(state, 'blob')
    return (inspection && readingOf(inspection)?.ignoreFirstRecord) ?? state.blobHeader
  })
  const setBlobHeader = useStudio((state) => state.setBlobHeader)
  if (isContainer) return <ContainerHeader />
  return isShown ? (
    <OneSwitch label={sourcesText.header} isHeader={isHeader} onChange={setBlobHeader} />
  ) : null
}

/** One switch for all blobs of a container: it stands as was seen in some of them, until the user says otherwise. */
function ContainerHeader(): ReactElement | null {
  const { looked, withHeader } = useContainerChoice().seen
  const said = useStudio((state) => state.containerHeader)
  const setContainerHeader = useStudio((state) => state.setContainerHeader)
  const isShown = useStudio((state) =>
    state.blobFormat === null
      ? valueOf(state.container)?.blobs.some(({ format }) => hasHeaders(format)) === true
      : hasHeaders(state.blobFormat),
  )
  if (!isShown && looked === 0) return null
  const isMixed = said === null && withHeader > 0 && withHeader < looked
  return (
    <OneSwitch
      label={isMixed ? containerText.headerIn(withHeader, looked) : sourcesText.header}
      isHeader={said ?? (looked > 0 && withHeader === looked)}
      onChange={setContainerHeader}
    />
  )
}

function OneSwitch(props: {
  readonly label: string
  readonly isHeader: boolean
  readonly onChange: (isHeader: boolean) => void
}): ReactElement {
  return (
    <Switch
      size="small"
      labelPosition="before"
      className={styles['switch'] ?? ''}
      label={props.label}
      checked={props.isHeader}
      onChange={(_, data) => props.onChange(data.checked)}
    />
  )
}

function hasHeaders(format: DataFormat | null): boolean {
  return format !== null && canIgnoreFirstRecord(format)
}
