import { Button, Field, Radio, RadioGroup } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import { StudioDialog } from '../../components/studio-dialog'
import type { ConversionAnswer, ConversionGroup, ConversionOrigin } from '../../state/inspection/conversion'
import { useStudio } from '../../state/use-studio'
import { appText } from '../../text/en'
import { convertText } from '../../text/en-convert'
import styles from './convert-dialog.module.css'

const namesShown = 3

/** Asks, once, whether what Kusto would not read as it is may be converted on the way. */
export function ConvertDialog(props: {
  readonly groups: readonly ConversionGroup[]
  readonly origin: ConversionOrigin
}): ReactElement {
  const { groups, origin } = props
  const closeView = useStudio((state) => state.closeView)
  const answerConversion = useStudio((state) => state.answerConversion)
  const start = useStudio((state) =>
    origin === 'files' ? state.startFiles : origin === 'paste' ? state.startPaste : state.ingestPrepared,
  )
  const [answers, setAnswers] = useState<readonly ConversionAnswer[]>(() => groups.map(() => 'convert'))
  const send = (): void => {
    for (const [index, { keys }] of groups.entries()) answerConversion(keys, answers[index] ?? 'convert')
    closeView()
    void start()
  }
  return (
    <StudioDialog
      title={convertText.title}
      onClose={closeView}
      onSubmit={send}
      actions={
        <>
          <Button appearance="primary" type="submit">
            {answers.every((answer) => answer === 'convert') ? convertText.send : convertText.go}
          </Button>
          <Button onClick={closeView}>{appText.cancel}</Button>
        </>
      }
    >
      <p className={styles['intro']}>{convertText.intro}</p>
      {groups.map(({ names, reading }, index) => (
        <Field
          key={names.join('\n')}
          label={
            <>
              {convertText.what(names.length, names[0] ?? '', reading)}
              {names.length > 1 && <small className={styles['names']}>{listed(names)}</small>}
            </>
          }
        >
          <RadioGroup
            value={answers[index] ?? 'convert'}
            onChange={(_, data) =>
              setAnswers(
                answers.map((answer, at) => (at === index ? (data.value as ConversionAnswer) : answer)),
              )
            }
          >
            <Radio value="convert" label={convertText.convert(reading)} />
            <Radio
              value="asIs"
              label={reading.encoding === 'utf-8' ? convertText.asIs : convertText.asIsRefused(names.length)}
            />
          </RadioGroup>
        </Field>
      ))}
    </StudioDialog>
  )
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).join(', ')
  return names.length > namesShown ? convertText.andMore(shown, names.length - namesShown) : shown
}
