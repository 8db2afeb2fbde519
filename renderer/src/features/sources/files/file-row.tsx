import { Button, Switch } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { useState, type ReactElement } from 'react'
import type { FileSource } from '../../../../../electron/domain/schema/file-source'
import type { Column } from '../../../../../electron/domain/schema/table'

import { focusKey } from '../../../components/return-focus'
import { PillButton } from '../../../components/pill'
import { useNow } from '../../../state/clock'
import type { Inspection } from '../../../state/inspection/inspection'
import { extentWords } from '../../../text/extent-words'
import { prepareText } from '../../../text/en-prepare'
import { isConvertible } from '../../../state/inspection/conversion'
import { canBeLookedInto, groupOf, isListed } from '../../../state/inspection/source-groups'
import { fileHasHeader } from '../../../state/sources/file-headers'
import { valueOf } from '../../../state/loadable'
import { useStudio } from '../../../state/use-studio'
import { sourcesText } from '../../../text/en-work'
import { formatBytes } from '../../../text/format'
import { useLookWhenSeen } from '../../../state/inspection/use-look-when-seen'
import { fileFindings, recordsToIngest } from './file-findings'
import styles from '../sources.module.css'

/** What was recognised, and how far its check is, or whose look stands for it. */
function recognisedWords(
  file: FileSource,
  inspection: Inspection | undefined,
  first: FileSource | undefined,
): string {
  if (inspection === undefined && first !== undefined && first !== file)
    return `${file.summary} · ${sourcesText.like(first.name)}`
  const checked = inspection?.check === null || inspection === undefined ? '' : extentWords(inspection)
  return checked === '' ? file.summary : `${file.summary} · ${checked}`
}

const noColumns: readonly Column[] = []

/** One chosen file: in grey what was recognised, and a pill that opens if something needs attention. */
export function FileRow(props: {
  readonly file: FileSource
  /** Whether the row has its own header switch. */
  readonly hasHeaderSwitch: boolean
}): ReactElement {
  const { file } = props
  const ignoreFirstRecord = useStudio((state) => fileHasHeader(state, file))
  const setFileHeader = useStudio((state) => state.setFileHeader)
  const columns = useStudio((state) => valueOf(state.details)?.columns ?? noColumns)
  const removeFile = useStudio((state) => state.removeFile)
  const [isOpen, setIsOpen] = useState(false)
  const now = useNow(null)
  const inspection = useStudio((state) => state.inspections[file.handle])
  const groupFirst = useStudio((state) => groupOf(state.files, file.handle)?.first)
  const prepare = useStudio((state) => state.prepare)
  useLookWhenSeen(file.handle)
  const isGood = useStudio((state) => file.problem === null || isConvertible(state, file))
  const twin = file.sameContentAs?.handle
  const isTwinListed = useStudio((state) => twin !== undefined && isListed(state.files, twin))
  const findings = fileFindings(file, {
    columns,
    ignoreFirstRecord,
    now,
    inspection,
    isConvertible: isGood,
    isListed: () => isTwinListed,
  })
  const look = (): void => void prepare({ kind: 'file', handle: file.handle }, file.name)
  const first = findings[0]
  const pillWords = `${first?.label ?? ''}${findings.length > 1 ? ` +${findings.length - 1}` : ''}`
  const records = recordsToIngest(file, ignoreFirstRecord, inspection)
  return (
    <>
      <div className={styles['file']}>
        <div className={styles['fileNames']}>
          <span className={styles['fileLine']}>
            {canBeLookedInto(file) ? (
              <button
                type="button"
                className={styles['fileName']}
                title={`${file.folder}/${file.name}`}
                aria-label={prepareText.lookAt(file.name)}
                {...focusKey(`look ${file.handle}`)}
                onClick={look}
              >
                {file.name}
              </button>
            ) : (
              <span className={styles['fileName']} title={`${file.folder}/${file.name}`}>
                {file.name}
              </span>
            )}
            <small className={styles['fileSize']}>{formatBytes(file.sizeBytes)}</small>
          </span>
          {isGood ? (
            <small className={styles['recognised']}>{recognisedWords(file, inspection, groupFirst)}</small>
          ) : (
            <small className={styles['refusal']} title={file.problem?.message}>
              {file.problem?.message}
            </small>
          )}
        </div>
        {props.hasHeaderSwitch && (
          <Switch
            size="small"
            labelPosition="before"
            className={styles['switch'] ?? ''}
            label={<span aria-hidden>{sourcesText.headerShort}</span>}
            aria-label={sourcesText.headerOfFile(file.name)}
            checked={ignoreFirstRecord}
            onChange={(_, data) => setFileHeader(file.handle, data.checked)}
          />
        )}
        {isGood && (
          <span
            className={styles['fileNumber']}
            title={records === null ? sourcesText.recordsUnknownHint : undefined}
          >
            {records === null ? sourcesText.recordsUnknown : sourcesText.records(records)}
          </span>
        )}
        {first !== undefined && (
          <PillButton
            tone={first.tone}
            label={`${file.name}: ${pillWords}`}
            expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            {pillWords}
          </PillButton>
        )}
        <Button
          size="small"
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={sourcesText.remove(file.name)}
          onClick={() => removeFile(file.handle)}
        />
      </div>
      {isOpen && (
        <ul className={styles['findings']}>
          {findings.map((finding) => (
            <li key={finding.label}>
              <strong>{finding.label}.</strong> {finding.text}{' '}
              {canBeLookedInto(file) && (
                <button
                  type="button"
                  className={styles['lookLink']}
                  {...focusKey(`look ${file.handle}`)}
                  onClick={look}
                >
                  {prepareText.look}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
