import { Button, Field, Input, Select } from '@fluentui/react-components'
import { useEffect, useState, type ReactElement } from 'react'
import { mappingTransforms } from '../../../../../electron/domain/ingestion-mapping'
import { hasPositions } from '../../../../../electron/domain/column-matching'
import { mappingKindOf } from '../../../../../electron/domain/mapping-kind'
import type { ColumnProfile } from '../../../../../electron/domain/schema/inspection'
import type { ColumnSource } from '../../../../../electron/domain/schema/table'
import { StudioDialog } from '../../../components/studio-dialog'
import { VirtualList } from '../../../components/virtual-list'
import { columnsOf, readingOf, type Inspection } from '../../../state/inspection/inspection'
import { preparedMapping } from '../../../state/inspection/prepared-job'
import { plainMapping, targetColumns } from '../../../state/inspection/target-of'
import { valueOf } from '../../../state/loadable'
import { useStudio } from '../../../state/use-studio'
import { appText } from '../../../text/en'
import { mappingText } from '../../../text/en-prepare'
import styles from './into-section.module.css'

/** The mapping that will be sent: made from the columns, edited here, or one that is stored with the table. */
export function MappingDialog(props: {
  readonly inspection: Inspection
  readonly onClose: () => void
}): ReactElement {
  const { inspection, onClose } = props
  const { key, draft } = inspection
  const changeTarget = useStudio((state) => state.changeTarget)
  const loadMappings = useStudio((state) => state.loadMappings)
  const mappings = useStudio((state) => valueOf(state.mappings)) ?? []
  useEffect(() => void loadMappings(), [loadMappings])
  const profiles = columnsOf(inspection)
  const reading = readingOf(inspection)
  const kind = reading === null ? 'Csv' : mappingKindOf(reading.format)
  const [entries, setEntries] = useState<readonly ColumnSource[]>(() =>
    completed(inspection, draft.mapping ?? (reading === null ? [] : plainMapping(draft, profiles, reading))),
  )
  const [name, setName] = useState(draft.mappingName ?? preparedMapping(inspection)?.name ?? '')
  const [stored, setStored] = useState(draft.isStoredMapping ? draft.mappingName : null)
  const ofKind = mappings.filter((mapping) => mapping.kind === kind && mapping.columns !== null)

  const take = (chosen: string): void => {
    const found = ofKind.find((mapping) => mapping.name === chosen)
    setStored(found?.name ?? null)
    if (found === undefined || found.columns === null) return
    setName(found.name)
    setEntries(completed(inspection, found.columns))
  }
  const change = (index: number, entry: ColumnSource): void => {
    setStored(null)
    setEntries(entries.map((other, at) => (at === index ? entry : other)))
  }
  const use = (): void => {
    const mapping = entries.filter(
      ({ ordinal, path, constant }) => ordinal !== undefined || path !== undefined || constant !== undefined,
    )
    changeTarget(key, {
      mapping,
      mappingName: name.trim() === '' ? null : name.trim(),
      isStoredMapping: stored !== null,
    })
    onClose()
  }
  return (
    <StudioDialog
      title={mappingText.title(draft.table?.table ?? draft.newName)}
      width="wide"
      onClose={onClose}
      onSubmit={use}
      actions={
        <>
          <Button appearance="primary" type="submit">
            {mappingText.use}
          </Button>
          {draft.mapping !== null && (
            <Button
              onClick={() => {
                changeTarget(key, { mapping: null, mappingName: null, isStoredMapping: false })
                onClose()
              }}
            >
              {mappingText.back}
            </Button>
          )}
          <Button onClick={onClose}>{appText.cancel}</Button>
        </>
      }
    >
      <div className={styles['mappingFields']}>
        <Field
          size="small"
          label={mappingText.stored}
          {...(ofKind.length === 0 ? { hint: mappingText.noneOfKind(kind) } : {})}
        >
          <Select
            value={stored ?? ''}
            disabled={ofKind.length === 0}
            onChange={(_, data) => take(data.value)}
          >
            <option value="">{mappingText.generated}</option>
            {ofKind.map((mapping) => (
              <option key={mapping.name}>{mapping.name}</option>
            ))}
          </Select>
        </Field>
        <Field size="small" label={mappingText.name} hint={mappingText.nameHint}>
          <Input
            value={name}
            placeholder={mappingText.namePlaceholder}
            spellCheck={false}
            onChange={(_, data) => {
              setName(data.value)
              setStored(null)
            }}
          />
        </Field>
      </div>
      <VirtualList
        role="table"
        label={mappingText.title(draft.table?.table ?? draft.newName)}
        className={styles['mapping']}
        header={
          <div role="row" className={styles['entryHead']}>
            {[mappingText.column, mappingText.source, mappingText.constant, mappingText.transform].map(
              (word) => (
                <span key={word} role="columnheader">
                  {word}
                </span>
              ),
            )}
          </div>
        }
        count={entries.length}
        rowHeight={36}
        keyOf={(index) => entries[index]?.column ?? ''}
        renderRow={(index) => {
          const entry = entries[index]
          return (
            entry !== undefined && (
              <Entry
                entry={entry}
                profiles={profiles}
                byOrdinal={reading === null || hasPositions(reading.format)}
                onChange={(changed) => change(index, changed)}
              />
            )
          )
        }}
      />
    </StudioDialog>
  )
}

function Entry(props: {
  readonly entry: ColumnSource
  readonly profiles: readonly ColumnProfile[]
  readonly byOrdinal: boolean
  readonly onChange: (entry: ColumnSource) => void
}): ReactElement {
  const { entry, onChange } = props
  const { column, type } = entry
  return (
    <div className={styles['entry']} role="presentation">
      <span role="rowheader" className={styles['entryColumn']} title={`${column}: ${type}`}>
        <span>
          {column} <small>{type}</small>
        </span>
      </span>
      <span role="cell">
        {props.byOrdinal ? (
          <Select
            size="small"
            aria-label={mappingText.ordinal(column)}
            value={entry.ordinal ?? ''}
            onChange={(_, data) =>
              onChange(withPart(entry, 'ordinal', data.value === '' ? undefined : Number(data.value)))
            }
          >
            <option value="">{mappingText.none}</option>
            {props.profiles.map(({ name, ordinal }, index) => (
              <option key={name} value={ordinal ?? index}>
                {mappingText.fieldOf(ordinal ?? index, name)}
              </option>
            ))}
          </Select>
        ) : (
          <Input
            size="small"
            aria-label={mappingText.path(column)}
            value={entry.path ?? ''}
            spellCheck={false}
            onChange={(_, data) =>
              onChange(withPart(entry, 'path', data.value === '' ? undefined : data.value))
            }
          />
        )}
      </span>
      <span role="cell">
        <Input
          size="small"
          aria-label={mappingText.constantOf(column)}
          value={entry.constant ?? ''}
          spellCheck={false}
          onChange={(_, data) =>
            onChange(withPart(entry, 'constant', data.value === '' ? undefined : data.value))
          }
        />
      </span>
      <span role="cell">
        <Select
          size="small"
          aria-label={mappingText.transformOf(column)}
          value={entry.transform ?? ''}
          onChange={(_, data) =>
            onChange(withPart(entry, 'transform', data.value === '' ? undefined : data.value))
          }
        >
          <option value="">{mappingText.none}</option>
          {transformsFor(props.byOrdinal).map((transform) => (
            <option key={transform}>{transform}</option>
          ))}
        </Select>
      </span>
    </div>
  )
}

/** Fields of delimited text take only one (documents: csv mapping). */
function transformsFor(byOrdinal: boolean): readonly string[] {
  return byOrdinal ? ['SourceLocation'] : mappingTransforms
}

function withPart<K extends 'ordinal' | 'path' | 'constant' | 'transform'>(
  entry: ColumnSource,
  part: K,
  value: ColumnSource[K],
): ColumnSource {
  const parts = Object.entries({ ...entry, [part]: value }).filter(([, known]) => known !== undefined)
  return Object.fromEntries(parts) as unknown as ColumnSource
}

/** Every column of the target has its row, mapped or not; its type is the table's. */
function completed(inspection: Inspection, mapping: readonly ColumnSource[]): readonly ColumnSource[] {
  return targetColumns(inspection.draft, columnsOf(inspection)).map(({ name, type }) => {
    const entry = mapping.find(({ column }) => column === name)
    return entry === undefined ? { column: name, type } : { ...entry, type }
  })
}
