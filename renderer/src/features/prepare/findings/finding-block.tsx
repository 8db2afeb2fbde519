import { Button, Menu, MenuItemRadio, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { choiceWords as wordsOfChoice, wordsOfFinding } from '../../../../../electron/domain/finding-words'
import { losesSomething } from '../../../../../electron/domain/finding-gravity'
import type { Finding, FindingExample } from '../../../../../electron/domain/schema/inspection'
import { Pill, type PillTone } from '../../../components/pill'
import { choicesFor, findingId, type FindingChoice } from '../../../state/inspection/finding-choices'
import { columnsOf, readingOf, type Inspection } from '../../../state/inspection/inspection'
import { useStudio } from '../../../state/use-studio'
import { findingsText, gridText } from '../../../text/en-prepare'
import { formatCount } from '../../../text/format'
import { findingActions } from './finding-actions'
import styles from './findings.module.css'

const shownExamples = 3

/** One kind of finding: how many values, why, the first of them, and what to do about it. */
export function FindingBlock(props: {
  readonly inspection: Inspection
  readonly finding: Finding
}): ReactElement {
  const { inspection, finding } = props
  // The examples stand below, so the sentence does not repeat the first one.
  const words = wordsOfFinding({ ...finding, examples: isOfValues(finding) ? [] : finding.examples })
  // A single record stands in the sentence already.
  const examples = isOfValues(finding) || finding.count > 1 ? finding.examples.slice(0, shownExamples) : []
  const rest = finding.count - examples.length
  const showRows = useStudio((state) => state.showRows)
  return (
    <section className={styles['block']} aria-label={words.text}>
      <Pill tone={toneOf(finding)}>{pillWords(finding, words.label)}</Pill>
      <p className={styles['sentence']}>
        <Sentence text={words.text} column={finding.column} />
      </p>
      {examples.length > 0 && (
        <dl className={styles['examples']}>
          {examples.map((example, index) => (
            <div key={index}>
              <dt>{placeWords(example)}</dt>
              <dd title={valueWords(example)}>{valueWords(example)}</dd>
            </div>
          ))}
        </dl>
      )}
      {rest > 0 && examples.length > 0 && (
        <button type="button" className={styles['more']} onClick={() => void showRows('findings')}>
          {findingsText.moreExamples(rest)}
        </button>
      )}
      {!isOfValues(finding) && <p className={styles['next']}>{words.nextStep}</p>}
      <Choices inspection={inspection} finding={finding} />
    </section>
  )
}

/** The line of an example, after the file of an archive that it is in. */
function placeWords({ line, record, member }: FindingExample): string {
  const number = formatCount(line ?? record ?? 0)
  return member === undefined ? number : `${member}: ${number}`
}

/** What stands there, and what it becomes if that is another value. */
function valueWords({ value, becomes }: FindingExample): string {
  return becomes === null ? (value ?? '') : `${value ?? ''} → ${becomes}`
}

/** The column's name stands out instead of standing in quotes; the rest of the sentence is plain. */
function Sentence(props: { readonly text: string; readonly column: string | null }): ReactElement {
  const [before = '', ...after] = props.column === null ? [props.text] : props.text.split(`“${props.column}”`)
  if (after.length === 0) return <>{before}</>
  return (
    <>
      {before}
      <strong>{props.column}</strong>
      {after.join(props.column ?? '')}
    </>
  )
}

/** How many values are lost, and how; the label for what loses nothing. */
function pillWords(finding: Finding, label: string): string {
  if (!isOfValues(finding) || !losesSomething(finding)) return label
  const count = formatCount(finding.count)
  const words = finding.isExact ? count : findingsText.atLeast(count)
  return gridText.effects[finding.effect](finding.count, words)
}

/** Whether it is about single values, which stand below it with their lines. */
function isOfValues({ examples, column }: Finding): boolean {
  return column !== null && examples.some(({ value }) => value !== null)
}

function Choices(props: { readonly inspection: Inspection; readonly finding: Finding }): ReactElement | null {
  const { inspection, finding } = props
  const store = useStudio((state) => state)
  const choices = choicesFor(finding)
  const actions = findingActions(finding, {
    draft: inspection.draft,
    reading: readingOf(inspection),
    columns: columnsOf(inspection),
    canConvert: inspection.source.kind !== 'blob',
  })
  if (choices.length === 0 && actions.length === 0) return null
  const [first = 'send'] = choices
  const chosen = inspection.choices[findingId(finding)] ?? first
  const act = (change: ReturnType<typeof findingActions>[number]['change']): void => {
    if (change.reading !== undefined) store.changeReading(inspection.key, change.reading)
    if (change.target !== undefined) store.changeTarget(inspection.key, change.target)
    if (change.column !== undefined)
      store.changeColumn(inspection.key, change.column.place, change.column.change)
  }
  if (choices.length === 0) {
    return (
      <div className={styles['buttons']}>
        {actions.map(({ label, change }) => (
          <Button key={label} size="small" onClick={() => act(change)}>
            {label}
          </Button>
        ))}
      </div>
    )
  }
  return (
    <div className={styles['buttons']}>
      <Menu checkedValues={{ choice: [chosen] }}>
        <MenuTrigger disableButtonEnhancement>
          <Button
            size="small"
            className={styles['choice'] ?? ''}
            aria-label={findingsText.choice(choiceWords(chosen, finding))}
          >
            {choiceWords(chosen, finding)} <span aria-hidden>▾</span>
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {choices.map((choice) => (
              <MenuItemRadio
                key={choice}
                name="choice"
                value={choice}
                onClick={() => store.chooseFor(inspection.key, finding, choice)}
              >
                {choiceWords(choice, finding)}
              </MenuItemRadio>
            ))}
            {actions.map(({ label, change }) => (
              <MenuItemRadio key={label} name="choice" value={label} onClick={() => act(change)}>
                {label}
              </MenuItemRadio>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
    </div>
  )
}

function choiceWords(choice: FindingChoice, finding: Finding): string {
  switch (choice) {
    case 'send':
      return findingsText.choices.send[finding.effect]
    case 'leaveOut':
      return wordsOfChoice.leaveOut()
  }
}

function toneOf({ effect }: Finding): PillTone {
  switch (effect) {
    case 'refused':
    case 'leftOut':
      return 'failed'
    case 'none':
      return 'quiet'
    default:
      return 'warning'
  }
}
