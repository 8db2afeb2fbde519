import { Button, Field, Input, SpinButton } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import { hasPositions } from '../../../../../electron/domain/column-matching'
import type { Column } from '../../../../../electron/domain/schema/table'
import { QuietButton } from '../../../components/quiet-button'
import { SegmentedControl } from '../../../components/segmented-control'
import { columnsOf, readingOf, type Inspection } from '../../../state/inspection/inspection'
import { newDraft } from '../../../state/inspection/new-inspection'
import { isByName, mappingToSend, matchColumns, type Match } from '../../../state/inspection/target-of'
import { valueOf } from '../../../state/loadable'
import { useStudio } from '../../../state/use-studio'
import { mappingKindOf } from '../../../../../electron/domain/mapping-kind'
import { intoText, pathText, readingText } from '../../../text/en-prepare'
import styles from './into-section.module.css'
import { MappingDialog } from './mapping-dialog'
import { PathsDialog } from './paths-dialog'

/** Columns named on each side before the rest is a number. */
const shownColumns = 4

/** Where the records go: a table that is there or a new one, and how the columns find each other. */
export function IntoSection(props: { readonly inspection: Inspection }): ReactElement {
  const { inspection } = props
  const { key, draft, name } = inspection
  const open = useStudio((state) => valueOf(state.details))
  const changeTarget = useStudio((state) => state.changeTarget)
  const changeReading = useStudio((state) => state.changeReading)
  const [editsMapping, setEditsMapping] = useState(false)
  const [choosesPaths, setChoosesPaths] = useState(false)
  const profiles = columnsOf(inspection)
  const reading = readingOf(inspection)
  const match = matchColumns(draft, profiles, reading)
  const goesAlong = mappingToSend(draft, profiles, reading) !== null
  const isName = isByName(draft, profiles, reading)
  const canChoose =
    draft.table !== null &&
    reading !== null &&
    hasPositions(reading.format) &&
    reading.ignoreFirstRecord &&
    draft.mapping === null
  const choice = draft.table === null ? 'new' : 'existing'
  return (
    <section className={styles['section']} aria-label={intoText.title}>
      {open !== undefined && (
        <SegmentedControl
          label={intoText.title}
          value={choice}
          options={[
            { value: 'existing', label: open.table },
            { value: 'new', label: intoText.newTable },
          ]}
          onChange={(next) => changeTarget(key, newDraft(name, next === 'new' ? null : open))}
        />
      )}
      {draft.table === null ? (
        <>
          <Input
            className={styles['newName'] ?? ''}
            aria-label={intoText.newName}
            value={draft.newName}
            spellCheck={false}
            onChange={(_, data) => changeTarget(key, { newName: data.value })}
          />
          <p className={styles['words']} hidden={profiles.length === 0}>
            {intoText.newColumns(match.columns.filter((one) => one !== null).length)}
          </p>
        </>
      ) : (
        <>
          <h2 className={styles['title']}>
            {intoText.into} {draft.table.table}
          </h2>
          {profiles.length > 0 && <Matching inspection={inspection} match={match} />}
        </>
      )}
      {reading !== null && mappingKindOf(reading.format) === 'Json' && (
        <Levels
          levels={reading.levels ?? 1}
          onLevels={(levels) => changeReading(key, { levels, paths: undefined })}
        />
      )}
      {inspection.look?.tree !== undefined && (
        <p className={styles['links']}>
          <button type="button" className={styles['link']} onClick={() => setChoosesPaths(true)}>
            {pathText.open}
          </button>
        </p>
      )}
      {reading !== null && profiles.length > 0 && (
        <>
          {goesAlong && (
            <p className={styles['words']}>
              {draft.isStoredMapping && draft.mappingName !== null
                ? intoText.storedMapping(draft.mappingName)
                : match.isReordered
                  ? intoText.reordered
                  : intoText.mappingGoes}
            </p>
          )}
          <p className={styles['links']}>
            {canChoose && (
              <button
                type="button"
                className={styles['link']}
                onClick={() => changeTarget(key, { match: isName ? 'position' : 'name' })}
              >
                {intoText.matchInstead(isName ? intoText.byPosition : intoText.byName)}
              </button>
            )}
            <button type="button" className={styles['link']} onClick={() => setEditsMapping(true)}>
              {intoText.editMapping}
            </button>
          </p>
        </>
      )}
      {profiles.length > 0 && match.missing.length + match.extra.length + draft.added.length > 0 && (
        <Differences inspection={inspection} match={match} />
      )}
      {choosesPaths && <PathsDialog inspection={inspection} onClose={() => setChoosesPaths(false)} />}
      {editsMapping && <MappingDialog inspection={inspection} onClose={() => setEditsMapping(false)} />}
    </section>
  )
}

/** How deep nested records become columns: each step is a look, so a field that is typed into settles first. */
function Levels(props: {
  readonly levels: number
  readonly onLevels: (levels: number) => void
}): ReactElement {
  return (
    <Field
      size="small"
      orientation="horizontal"
      label={readingText.levels}
      className={styles['levels'] ?? ''}
    >
      <SpinButton
        value={props.levels}
        min={0}
        max={100}
        onChange={(_, data) => {
          const levels = data.value ?? Number(data.displayValue)
          if (Number.isInteger(levels) && levels >= 0 && levels <= 100) props.onLevels(levels)
        }}
      />
    </Field>
  )
}

function Matching(props: { readonly inspection: Inspection; readonly match: Match }): ReactElement {
  const { draft } = props.inspection
  const { match } = props
  const isName = isByName(draft, columnsOf(props.inspection), readingOf(props.inspection))
  const found = match.columns.filter((column) => column !== null).length
  return (
    <>
      <p className={styles['words']}>
        {intoText.matched(
          found,
          (draft.table?.columns.length ?? 0) + draft.added.length,
          isName ? intoText.byName : intoText.byPosition,
        )}
      </p>
      {match.otherCase.length > 0 && (
        <p className={styles['words']}>{intoText.otherCase(match.otherCase.slice(0, 6).join(', '))}</p>
      )}
    </>
  )
}

/** Columns that only one side has, side by side, with a way to add what the table lacks. */
function Differences(props: { readonly inspection: Inspection; readonly match: Match }): ReactElement {
  const { key, draft } = props.inspection
  const { missing, extra } = props.match
  const changeTarget = useStudio((state) => state.changeTarget)
  const add = (column: Column): void => changeTarget(key, { added: [...draft.added, column] })
  const rest = (all: number): string | null => (all > shownColumns ? intoText.more(all - shownColumns) : null)
  return (
    <div className={styles['sides']}>
      <div>
        <h3>{intoText.missing}</h3>
        <ul>
          {missing.slice(0, shownColumns).map(({ name }) => (
            <li key={name} title={`${name}: ${intoText.missingNull}`}>
              <span>{name}</span>
            </li>
          ))}
          {rest(missing.length) !== null && <li>{rest(missing.length)}</li>}
          {missing.length === 0 && <li className={styles['none']}>–</li>}
        </ul>
      </div>
      <div>
        <h3>{intoText.extra}</h3>
        <ul>
          {draft.added.map((column) => (
            <li key={`added ${column.name}`} title={intoText.added}>
              <span>{column.name}</span>
              <QuietButton
                onClick={() => changeTarget(key, { added: draft.added.filter((other) => other !== column) })}
              >
                {intoText.undoAdd}
              </QuietButton>
            </li>
          ))}
          {extra.slice(0, shownColumns).map((column) => (
            <li key={column.name} title={column.name}>
              <span>{column.name}</span>
              {draft.mapping === null && (
                <Button
                  size="small"
                  aria-label={intoText.addColumn(column.name)}
                  onClick={() => add({ name: column.name, type: column.inferred })}
                >
                  {intoText.addShort}
                </Button>
              )}
            </li>
          ))}
          {rest(extra.length) !== null && <li>{rest(extra.length)}</li>}
          {extra.length === 0 && draft.added.length === 0 && <li className={styles['none']}>–</li>}
        </ul>
      </div>
    </div>
  )
}
