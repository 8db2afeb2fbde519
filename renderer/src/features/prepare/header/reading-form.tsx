import {
  Button,
  Field,
  Input,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Select,
  Switch,
} from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import { dataFormats, formatFacts, type DataFormat } from '../../../../../electron/domain/data-format'
import { mappingKindOf } from '../../../../../electron/domain/mapping-kind'
import type { Encoding } from '../../../../../electron/domain/schema/reading'
import { canIgnoreFirstRecord } from '../../../../../electron/domain/source-treatment'
import {
  plainReading,
  readingOf,
  type Inspection,
  type ReadingChange,
} from '../../../state/inspection/inspection'
import { useStudio } from '../../../state/use-studio'
import { prepareText, readingText } from '../../../text/en-prepare'
import styles from './prepare-header.module.css'

const encodings = Object.keys(prepareText.encodings) as Encoding[]

/** What was recognised, in words; pressed, it opens the form that corrects it. */
export function ReadingButton(props: {
  readonly inspection: Inspection
  readonly words: string
}): ReactElement {
  const { inspection } = props
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Popover
      open={isOpen}
      onOpenChange={(_, data) => setIsOpen(data.open)}
      positioning="below-start"
      trapFocus
      withArrow
    >
      <PopoverTrigger disableButtonEnhancement>
        <button type="button" className={styles['reading']} title={prepareText.how}>
          {props.words}
        </button>
      </PopoverTrigger>
      <PopoverSurface aria-label={readingText.title}>
        <ReadingForm inspection={inspection} onDone={() => setIsOpen(false)} />
      </PopoverSurface>
    </Popover>
  )
}

function ReadingForm(props: { readonly inspection: Inspection; readonly onDone: () => void }): ReactElement {
  const { inspection } = props
  const { key, reading: changed } = inspection
  const changeReading = useStudio((state) => state.changeReading)
  const recogniseAgain = useStudio((state) => state.recogniseAgain)
  const reading = readingOf(inspection) ?? plainReading
  const change = (part: ReadingChange): void => changeReading(key, part)
  const isText = formatFacts[reading.format].binary !== true
  const hasFields = formatFacts[reading.format].delimiter !== undefined
  const hasKeys = mappingKindOf(reading.format) !== 'Csv'
  return (
    <div className={styles['form']}>
      <p>{readingText.intro}</p>
      <Field size="small" label={readingText.format} orientation="horizontal">
        <Select
          value={reading.format}
          onChange={(_, data) => change({ format: data.value as DataFormat, delimiter: undefined })}
        >
          {dataFormats.map((format) => (
            <option key={format} value={format}>
              {formatFacts[format].label}
            </option>
          ))}
        </Select>
      </Field>
      {canIgnoreFirstRecord(reading.format) && (
        <Switch
          label={readingText.header}
          checked={reading.ignoreFirstRecord}
          onChange={(_, data) => change({ ignoreFirstRecord: data.checked })}
        />
      )}
      {isText && (
        <Field
          size="small"
          label={readingText.encoding}
          hint={readingText.encodingHint}
          orientation="horizontal"
        >
          <Select
            value={reading.encoding}
            onChange={(_, data) => change({ encoding: data.value as Encoding })}
          >
            {encodings.map((encoding) => (
              <option key={encoding} value={encoding}>
                {prepareText.encodings[encoding]}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {isText && (
        <TextField
          label={readingText.skip}
          value={String(reading.skipLines)}
          onText={(text) => change({ skipLines: /^\d+$/.test(text) ? Number(text) : 0 })}
        />
      )}
      {isText && (
        <TextField
          label={readingText.comment}
          value={reading.comment ?? ''}
          onText={(text) => change({ comment: text === '' ? undefined : text.slice(0, 8) })}
        />
      )}
      {hasFields && (
        <>
          <TextField
            label={readingText.delimiter}
            hint={readingText.delimiterHint}
            value={reading.delimiter ?? ''}
            onText={(text) =>
              change(text === '' ? { delimiter: undefined } : { delimiter: text.charAt(0), format: 'csv' })
            }
          />
          <Switch
            label={readingText.quotes}
            checked={reading.backslashQuotes === true}
            onChange={(_, data) => change({ backslashQuotes: data.checked ? true : undefined })}
          />
        </>
      )}
      {hasKeys && (
        <TextField
          label={readingText.levels}
          hint={readingText.levelsHint}
          value={String(reading.levels ?? 1)}
          onText={(text) => change({ levels: /^\d+$/.test(text) ? Math.min(100, Number(text)) : 1 })}
        />
      )}
      <div className={styles['formActions']}>
        <Button appearance="primary" size="small" onClick={props.onDone}>
          {readingText.done}
        </Button>
        <Button size="small" disabled={changed === null} onClick={() => recogniseAgain(key)}>
          {readingText.asRecognised}
        </Button>
      </div>
    </div>
  )
}

/** A field whose text counts once it is left or Enter is pressed: each change reads the source again. */
function TextField(props: {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly onText: (text: string) => void
}): ReactElement {
  const [typed, setTyped] = useState<string | null>(null)
  const settle = (): void => {
    if (typed !== null && typed !== props.value) props.onText(typed)
    setTyped(null)
  }
  return (
    <Field
      size="small"
      label={props.label}
      {...(props.hint === undefined ? {} : { hint: props.hint })}
      orientation="horizontal"
    >
      <Input
        value={typed ?? props.value}
        spellCheck={false}
        onChange={(_, data) => setTyped(data.value)}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === 'Enter') settle()
        }}
      />
    </Field>
  )
}
