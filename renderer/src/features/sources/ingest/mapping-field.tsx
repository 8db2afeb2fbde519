import { Field, Select } from '@fluentui/react-components'
import { useRef, type ReactElement } from 'react'
import { ErrorNote } from '../../../components/error-note'
import { QuietButton } from '../../../components/quiet-button'
import { useStudio } from '../../../state/use-studio'
import { optionsText } from '../../../text/en-options'
import styles from './ingest-options.module.css'

/** What a mapping from a file is called in the list: no mapping of a table has a name with a slash. */
const ofFile = '/file'

/** Chooses one of the table's ingestion mappings, or one from a file. */
export function MappingField(): ReactElement {
  const mappings = useStudio((state) => state.mappings)
  const mapping = useStudio((state) => state.ingestOptions.mapping)
  const mappingFile = useStudio((state) => state.ingestOptions.mappingFile)
  const set = useStudio((state) => state.setIngestOptions)
  if (mappings.kind === 'failed') return <ErrorNote error={mappings.error} />
  const known = mappings.kind === 'ready' ? mappings.value : []
  const isEmpty = mappings.kind === 'ready' && known.length === 0 && mappingFile === null
  return (
    <div>
      <Field
        size="small"
        label={optionsText.mapping}
        hint={isEmpty ? optionsText.noMappings : optionsText.mappingHint}
      >
        <Select
          value={mappingFile === null ? (mapping ?? '') : ofFile}
          disabled={known.length === 0 && mappingFile === null}
          onChange={(_, data) => {
            const isNamed = known.some(({ name }) => name === data.value)
            if (data.value !== ofFile) set({ mapping: isNamed ? data.value : null, mappingFile: null })
          }}
        >
          <option value="">
            {mappings.kind === 'ready' ? optionsText.noMapping : optionsText.mappingsLoading}
          </option>
          {known.map(({ name, kind }) => (
            <option key={`${kind} ${name}`} value={name}>
              {optionsText.mappingOfKind(name, kind)}
            </option>
          ))}
          {mappingFile !== null && (
            <option value={ofFile}>{optionsText.mappingOfFile(mappingFile.name)}</option>
          )}
        </Select>
      </Field>
      <FileChoice />
    </div>
  )
}

function FileChoice(): ReactElement {
  const set = useStudio((state) => state.setIngestOptions)
  const input = useRef<HTMLInputElement>(null)
  const take = async (file: File): Promise<void> => {
    set({ mapping: null, mappingFile: { name: file.name, text: await file.text() } })
  }
  return (
    <>
      <div className={styles['fileButton']}>
        <QuietButton onClick={() => input.current?.click()}>{optionsText.mappingFile}</QuietButton>
      </div>
      <input
        ref={input}
        type="file"
        accept=".json,.txt"
        tabIndex={-1}
        className="visually-hidden"
        aria-label={optionsText.mappingFileInput}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file !== undefined) void take(file)
        }}
      />
    </>
  )
}
