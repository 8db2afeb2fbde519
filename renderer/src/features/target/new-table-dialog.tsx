import { Button, Field, Input, Select, Textarea } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import type { FileSource } from '../../../../electron/domain/schema/file-source'
import { assertBatchingPolicy, studioBatchingPolicy } from '../../../../electron/domain/batching-policy'
import { assertEntityName } from '../../../../electron/domain/entity-name'
import { StudioError } from '../../../../electron/domain/studio-error'
import { parseSchema, type TableSchema } from '../../../../electron/domain/table-schema'
import { FormDialog } from '../../components/form-dialog'
import { databaseInView } from '../../state/catalog'
import { tableNameFromFile } from '../../state/inspection/new-inspection'
import { valueOf } from '../../state/loadable'
import { useStudio, useStudioStore } from '../../state/use-studio'
import { targetText, treeText } from '../../text/en'
import { schemaFromHeader } from './schema-from-header'
import styles from './target.module.css'

const noNames: readonly string[] = []

/** Creates a table from a typed schema or a chosen file's header. */
export function NewTableDialog(): ReactElement {
  const databases = useStudio((state) => valueOf(state.databases) ?? noNames)
  const withHeader = useStudio((state) => state.files.find(({ headerColumns }) => headerColumns.length > 0))
  const createTable = useStudio((state) => state.createTable)
  const store = useStudioStore()
  const inView = useStudio(databaseInView)
  const databaseWhenKnown = useStudio((state) => state.databaseWhenKnown)
  const [chosenDatabase, setChosenDatabase] = useState<string>()
  const database = chosenDatabase ?? inView
  const [draft, setDraft] = useState(() =>
    draftFor(store.getState().target === null ? withHeader : undefined),
  )
  const [seconds, setSeconds] = useState(String(studioBatchingPolicy.maximumBatchingTimeSpanMs / 1000))
  const reading = readSchema(draft.schema)

  const create = async (signal: AbortSignal): Promise<void> => {
    const name = draft.name.trim()
    assertEntityName(name, 'table')
    const policy = { ...studioBatchingPolicy, maximumBatchingTimeSpanMs: Number(seconds) * 1000 }
    assertBatchingPolicy(policy)
    const columns = parseSchema(draft.schema)
    const into = chosenDatabase ?? (await databaseWhenKnown(signal))
    await createTable({ database: into, table: name }, columns, policy)
  }
  return (
    <FormDialog title={targetText.newTableTitle} submitText={targetText.createTable} submit={create}>
      <Field
        label={targetText.newTableName}
        {...(database === undefined ? { hint: treeText.noDatabasesYet } : {})}
      >
        <Input
          value={draft.name}
          spellCheck={false}
          onChange={(_, data) => setDraft({ ...draft, name: data.value })}
        />
      </Field>
      {databases.length > 1 && (
        <Field label={targetText.newTableIn}>
          <Select value={database} onChange={(_, data) => setChosenDatabase(data.value)}>
            {databases.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        </Field>
      )}
      <Field
        label={targetText.newTableSchema}
        hint={hintFor(draft)}
        {...(reading.kind === 'problem'
          ? { validationMessage: reading.message, validationState: 'warning' as const }
          : reading.kind === 'schema'
            ? {
                validationMessage: targetText.newTableColumns(reading.schema.length),
                validationState: 'success' as const,
              }
            : {})}
      >
        <Textarea
          className={styles['schemaField'] ?? ''}
          value={draft.schema}
          rows={7}
          resize="vertical"
          spellCheck={false}
          placeholder={targetText.schemaPlaceholder}
          onChange={(_, data) => setDraft({ ...draft, schema: data.value })}
        />
      </Field>
      {withHeader !== undefined && (
        <div>
          <Button size="small" onClick={() => setDraft({ ...draftFor(withHeader), ...keepName(draft) })}>
            {targetText.fromHeader(withHeader.name)}
          </Button>
        </div>
      )}
      <Field label={targetText.batchingTime} hint={targetText.batchingTimeHint}>
        <Input inputMode="numeric" value={seconds} onChange={(_, data) => setSeconds(data.value)} />
      </Field>
    </FormDialog>
  )
}

interface Draft {
  readonly name: string
  readonly schema: string
  /** How many records the types were guessed from; undefined if they were not guessed. */
  readonly guessedFrom?: number | undefined
}

function draftFor(file: FileSource | undefined): Draft {
  if (file === undefined) return { name: '', schema: '' }
  return {
    name: tableNameFromFile(file.name),
    schema: schemaFromHeader(file.headerColumns, file.schemaGuess?.types),
    guessedFrom: file.schemaGuess?.records,
  }
}

function hintFor(draft: Draft): string {
  const { newTableSchemaHint, newTableTypesGuessed } = targetText
  return draft.guessedFrom === undefined
    ? newTableSchemaHint
    : `${newTableTypesGuessed(draft.guessedFrom)} ${newTableSchemaHint}`
}

function keepName(draft: Draft): Partial<Draft> {
  return draft.name === '' ? {} : { name: draft.name }
}

type Reading =
  | { readonly kind: 'empty' }
  | { readonly kind: 'schema'; readonly schema: TableSchema }
  | { readonly kind: 'problem'; readonly message: string }

function readSchema(text: string): Reading {
  if (text.trim() === '') return { kind: 'empty' }
  try {
    return { kind: 'schema', schema: parseSchema(text) }
  } catch (error) {
    if (error instanceof StudioError) return { kind: 'problem', message: error.message }
    throw error
  }
}
