import {
  Field,
  Input,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Select,
  Switch,
} from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { ErrorNote } from '../../components/error-note'
import { QuietButton } from '../../components/quiet-button'
import { changedOptions } from '../../state/ingest-options'
import { useStudio } from '../../state/use-studio'
import { optionsText } from '../../text/en-options'
import styles from './ingest-options.module.css'

/** The options of the next ingestions: out of the way until somebody needs one. */
export function IngestOptionsButton(): ReactElement {
  const options = useStudio((state) => state.ingestOptions)
  const hasTarget = useStudio((state) => state.target !== null)
  const loadMappings = useStudio((state) => state.loadMappings)
  return (
    <Popover
      withArrow
      positioning="below-end"
      onOpenChange={(_, { open }) => {
        if (open) void loadMappings()
      }}
    >
      <PopoverTrigger disableButtonEnhancement>
        <QuietButton disabled={!hasTarget}>{optionsText.button(changedOptions(options))}</QuietButton>
      </PopoverTrigger>
      <PopoverSurface aria-label={optionsText.title} className={styles['surface'] ?? ''}>
        <OptionsForm />
      </PopoverSurface>
    </Popover>
  )
}

function OptionsForm(): ReactElement {
  const options = useStudio((state) => state.ingestOptions)
  const set = useStudio((state) => state.setIngestOptions)
  const reset = useStudio((state) => state.forgetIngestOptions)
  const loadMappings = useStudio((state) => state.loadMappings)
  return (
    <div className={styles['form']}>
      <div className={styles['head']}>
        <strong>{optionsText.title}</strong>
        <QuietButton
          disabled={changedOptions(options) === 0}
          onClick={() => {
            reset()
            void loadMappings()
          }}
        >
          {optionsText.reset}
        </QuietButton>
      </div>
      <div className={styles['columns']}>
        <div className={styles['column']}>
          <MappingField />
          <Field size="small" label={optionsText.tag} hint={optionsText.tagHint}>
            <Input
              value={options.tag}
              maxLength={200}
              spellCheck={false}
              onChange={(_, data) => set({ tag: data.value })}
            />
          </Field>
          <Field size="small" label={optionsText.creationTime} hint={optionsText.creationTimeHint}>
            <Input
              value={options.creationTimePattern}
              maxLength={400}
              spellCheck={false}
              placeholder={optionsText.creationTimePlaceholder}
              onChange={(_, data) => set({ creationTimePattern: data.value })}
            />
          </Field>
        </div>
        <div className={styles['column']}>
          <Switch
            label={optionsText.tagged}
            checked={options.tagged}
            onChange={(_, data) => set({ tagged: data.checked })}
          />
          <p className={options.tagged ? styles['hint'] : styles['cost']}>
            {options.tagged ? optionsText.taggedOn : optionsText.taggedOff}
          </p>
          <Switch
            label={optionsText.separate}
            checked={options.separateBlobs}
            onChange={(_, data) => set({ separateBlobs: data.checked })}
          />
          <p className={styles['hint']}>
            {options.separateBlobs ? optionsText.separateOn : optionsText.separateOff}
          </p>
        </div>
      </div>
    </div>
  )
}

function MappingField(): ReactElement {
  const mappings = useStudio((state) => state.mappings)
  const mapping = useStudio((state) => state.ingestOptions.mapping)
  const set = useStudio((state) => state.setIngestOptions)
  if (mappings.kind === 'failed') return <ErrorNote error={mappings.error} />
  const known = mappings.kind === 'ready' ? mappings.value : []
  const isEmpty = mappings.kind === 'ready' && known.length === 0
  return (
    <Field
      size="small"
      label={optionsText.mapping}
      hint={isEmpty ? optionsText.noMappings : optionsText.mappingHint}
    >
      <Select
        value={mapping ?? ''}
        disabled={known.length === 0}
        onChange={(_, data) => set({ mapping: data.value === '' ? null : data.value })}
      >
        <option value="">
          {mappings.kind === 'ready' ? optionsText.noMapping : optionsText.mappingsLoading}
        </option>
        {known.map(({ name, kind }) => (
          <option key={`${kind} ${name}`} value={name}>
            {optionsText.mappingOfKind(name, kind)}
          </option>
        ))}
      </Select>
    </Field>
  )
}
