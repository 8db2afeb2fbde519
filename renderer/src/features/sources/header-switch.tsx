import { Switch } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { formatFacts, type DataFormat } from '../../../../electron/domain/data-format'
import {
  blobFormat,
  filesHaveHeader,
  ingestibleFiles,
  pastedFormat,
  pasteHasHeader,
} from '../../state/sources'
import { useStudio } from '../../state/use-studio'
import { sourcesText } from '../../text/en-work'
import styles from './sources.module.css'

/** "First record is a header", for what the open tab is about to ingest; nothing where no format has headers. */
export function HeaderSwitch(): ReactElement | null {
  const tab = useStudio((state) => state.tab)
  const isShown = useStudio((state) => {
    switch (state.tab) {
      case 'files':
        return ingestibleFiles(state.files).some(({ format }) => hasHeaders(format))
      case 'paste':
        return state.pastedText !== '' && hasHeaders(pastedFormat(state))
      case 'blob':
        return state.blobUri.trim() !== '' && hasHeaders(blobFormat(state))
    }
  })
  const values = {
    files: useStudio(filesHaveHeader),
    paste: useStudio(pasteHasHeader),
    blob: useStudio((state) => state.blobHeader),
  }
  const setters = {
    files: useStudio((state) => state.setFilesHeader),
    paste: useStudio((state) => state.setPastedHeader),
    blob: useStudio((state) => state.setBlobHeader),
  }
  if (!isShown) return null
  return (
    <Switch
      size="small"
      labelPosition="before"
      className={styles['switch'] ?? ''}
      label={sourcesText.header}
      checked={values[tab]}
      onChange={(_, data) => setters[tab](data.checked)}
    />
  )
}

function hasHeaders(format: DataFormat | null): boolean {
  return format !== null && formatFacts[format].delimiter !== undefined
}
