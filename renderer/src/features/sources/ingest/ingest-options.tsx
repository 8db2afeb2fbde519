import { Button, Field, Input, Switch } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import { QuietButton } from '../../../components/quiet-button'
import { StudioDialog } from '../../../components/studio-dialog'
import { changedOptions } from '../../../state/sources/ingest-options'
import { useStudio } from '../../../state/use-studio'
import { optionsText } from '../../../text/en-options'
import { MappingField } from './mapping-field'
import styles from './ingest-options.module.css'

/** Opens the options of the next ingestions, which are out of the way until needed. */
export function IngestOptionsButton(): ReactElement {
  const options = useStudio((state) => state.ingestOptions)
  const hasTarget = useStudio((state) => state.target !== null)
  const loadMappings = useStudio((state) => state.loadMappings)
  const [isOpen, setIsOpen] = useState(false)
  const open = (): void => {
    setIsOpen(true)
    void loadMappings()
  }
  return (
    <>
      <QuietButton disabled={!hasTarget} onClick={open}>
        {optionsText.button(changedOptions(options))}
      </QuietButton>
      {isOpen && <OptionsDialog onClose={() => setIsOpen(false)} />}
    </>
  )
}

function OptionsDialog(props: { readonly onClose: () => void }): ReactElement {
  const options = useStudio((state) => state.ingestOptions)
  const set = useStudio((state) => state.setIngestOptions)
  const reset = useStudio((state) => state.forgetIngestOptions)
  const loadMappings = useStudio((state) => state.loadMappings)
  const takeBack = (): void => {
    reset()
    void loadMappings()
  }
  return (
    <StudioDialog
      title={optionsText.title}
      width="wide"
      onClose={props.onClose}
      onSubmit={props.onClose}
      actions={
        <>
          <Button appearance="primary" type="submit">
            {optionsText.done}
          </Button>
          <Button disabled={changedOptions(options) === 0} onClick={takeBack}>
            {optionsText.reset}
          </Button>
        </>
      }
    >
      <div className={styles['columns']}>
        <div className={styles['column']}>
          <MappingField />
          <Field size="small" label={optionsText.zipPattern} hint={optionsText.zipPatternHint}>
            <Input
              value={options.zipPattern}
              maxLength={400}
              spellCheck={false}
              placeholder={optionsText.zipPatternPlaceholder}
              onChange={(_, data) => set({ zipPattern: data.value })}
            />
          </Field>
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
          <Switch
            label={optionsText.skips}
            checked={options.skipsIngested}
            onChange={(_, data) => set({ skipsIngested: data.checked })}
          />
          <p className={styles['hint']}>
            {options.skipsIngested ? optionsText.skipsOn : optionsText.skipsOff}
          </p>
        </div>
      </div>
    </StudioDialog>
  )
}
