import { Button, Field, Input, Select, Textarea } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import type { FileSource } from '../../../../electron/domain/schema/file-source'
import type { BatchingPolicy } from '../../../../electron/domain/schema/batching-policy'
import { studioBatchingPolicy } from '../../../../electron/domain/batching-policy'
import { assertBatchingPolicy } from '../../../../electron/domain/checked-batching-policy'
import { assertEntityName } from '../../../../electron/domain/checked-entity-name'
import { StudioError } from '../../../../electron/domain/studio-error'
import { parseSchema, readSchema } from '../../../../electron/domain/table-schema'
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
  const typed = draft.schema.trim() === '' ? null : readSchema(draft.schema)

  const create = async (signal: AbortSignal): Promise<void> => {
    const name = draft.name.trim()
    assertEntityName(name, 'table')
    const policy = policyOf(seconds)
    assertBatchingPolicy(policy)
    const columns = parseSchema(draft.schema)
    const into = chosenDatabase ?? (await databaseWhenKnown(signal))
    await createTable({ database: into, table: name }, columns, policy)
    store.getState().closePrepared()
  }
  return (
    <FormDialog title={targetText.newTableTitle} submitText={targetText.createTable} submit={create}>
      <Field
        label={targetText.newTableName}
        {...warning(draft.name === '' ? null : refusal(() => assertEntityName(draft.name.trim(), 'table')))}
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
        {...(typed === null
          ? {}
          : typed.problems.length > 0
            ? warning(targetText.schemaProblems(typed.problems.map(({ message }) => message)))
            : {
                validationMessage: targetText.newTableColumns(typed.columns.length),
                validationState: 'success' as const,
              })}
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
      <Field
        label={targetText.batchingTime}
        hint={targetText.batchingTimeHint}
        {...warning(refusal(() => assertBatchingPolicy(policyOf(seconds))))}
      >
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

function policyOf(seconds: string): BatchingPolicy {
  return { ...studioBatchingPolicy, maximumBatchingTimeSpanMs: Number(seconds) * 1000 }
}

/** Why a check refuses what is typed, with what to do; null if it does not. */
function refusal(check: () => void): string | null {
  try {
    check()
    return null
  } catch (error) {
    if (error instanceof StudioError) return [error.message, error.nextStep].filter(Boolean).join(' ')
    throw error
  }
}

function warning(
  message: string | null,
): Partial<{ readonly validationMessage: string; readonly validationState: 'warning' }> {
  return message === null ? {} : { validationMessage: message, validationState: 'warning' }
}
