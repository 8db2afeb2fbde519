import { Button } from '@fluentui/react-components'
import { useId, useMemo, type ReactElement } from 'react'
import type { FileSource } from '../../../../../electron/domain/schema/file-source'
import { CommandTooltip } from '../../../components/command-tooltip'
import { QuietButton } from '../../../components/quiet-button'
import { VirtualList } from '../../../components/virtual-list'
import { sendableFiles } from '../../../state/inspection/conversion'
import { canBeLookedInto, groupAlike } from '../../../state/inspection/source-groups'
import { filesLike, isFile } from '../../../state/sources/file-choice'
import {
  canLeaveOut,
  fileHasHeader,
  headerSummary,
  type FileHeaderState,
} from '../../../state/sources/file-headers'
import { useStudio, useStudioStore } from '../../../state/use-studio'
import { sourcesText } from '../../../text/en-work'
import { formatBytes } from '../../../text/format'
import { recordsToIngest } from './file-findings'
import { whoNeedsRoom } from '../../../state/room'
import { FilePatternFields } from './file-patterns'
import { FileRow } from './file-row'
import { IngestBar } from '../ingest/ingest-bar'
import styles from '../sources.module.css'
import { useRowHeight } from '../../../styles/use-density'

/** Files: a drop target, the list of chosen files, and the button to ingest them. */
export function FilesTab(): ReactElement {
  const all = useStudio((state) => state.files)
  const patterns = useStudio((state) => state.filePatterns)
  const files = useMemo(() => filesLike(all, patterns), [all, patterns])
  const isFolder = useMemo(() => all.some(({ relativePath }) => relativePath !== undefined), [all])
  const registering = useStudio((state) => state.registering)
  const fileHeaders = useStudio((state) => state.fileHeaders)
  const isHeaderPerFile = useStudio((state) => headerSummary(state).isPerFile)
  const startFiles = useStudio((state) => state.startFiles)
  const clearFiles = useStudio((state) => state.clearFiles)
  const inspections = useStudio((state) => state.inspections)
  const givesWay = useStudio((state) => whoNeedsRoom(state) === 'jobsAlone')
  const conversionAnswers = useStudio((state) => state.conversionAnswers)
  const good = useMemo(
    () => sendableFiles({ inspections, conversionAnswers }, files),
    [inspections, conversionAnswers, files],
  )
  const isGood = useMemo(() => new Set(good), [good])
  const matching = files.filter(isFile).length
  const rowHeight = useRowHeight(45)
  const groups = useMemo(() => groupAlike(all).filter(({ first }) => canBeLookedInto(first)), [all])
  const kinds = groups.length
  const lookedAt = groups.filter(({ first }) => inspections[first.handle] !== undefined).length
  return (
    <>
      <DropZone isSlim={all.length > 0 || givesWay} />
      {registering > 0 && (
        <p className={styles['reading']} role="status">
          {sourcesText.reading(registering)}
        </p>
      )}
      {all.length > 0 && (
        <>
          {isFolder && <FilePatternFields matching={matching} all={all.filter(isFile).length} />}
          {all.length > 3 && (
            <p className={styles['listHead']}>
              {sourcesText.listSummary(sourcesText.files(matching), formatBytes(totalBytes(files)))}
              {good.length < matching && (
                <span className={styles['problems']}> {sourcesText.problems(matching - good.length)}</span>
              )}
              {lookedAt < kinds && <span> {sourcesText.lookedAt(lookedAt, kinds)}</span>}
              <QuietButton onClick={clearFiles}>{sourcesText.removeAll}</QuietButton>
            </p>
          )}
          <VirtualList
            role="list"
            label={sourcesText.list}
            className={styles['files']}
            rowClassName={styles['fileRow']}
            count={files.length}
            rowHeight={rowHeight}
            keyOf={(index) => files[index]?.handle ?? ''}
            renderRow={(index) => {
              const file = files[index]
              if (file === undefined) return null
              const hasHeaderSwitch = isHeaderPerFile && isGood.has(file) && canLeaveOut(file)
              return <FileRow file={file} hasHeaderSwitch={hasHeaderSwitch} />
            }}
          />
          <IngestBar
            label={buttonLabel(good, { fileHeaders, inspections })}
            sending={{ items: good.length, bytes: knownBytes(good) }}
            isReady={good.length > 0}
            onIngest={(anyway) => startFiles({ anyway })}
          />
        </>
      )}
    </>
  )
}

function DropZone(props: { readonly isSlim: boolean }): ReactElement {
  const chooseFiles = useStudio((state) => state.chooseFiles)
  const store = useStudioStore()
  const hintId = useId()
  return (
    <div className={props.isSlim ? styles['zoneSlim'] : styles['zone']}>
      <div className={styles['zoneWords']} id={hintId}>
        <span>{sourcesText.drop}</span>
        <small>{sourcesText.dropKinds}</small>
      </div>
      <div className={styles['zoneButtons']}>
        <CommandTooltip command="chooseFiles">
          <Button
            size={props.isSlim ? 'small' : 'medium'}
            aria-describedby={hintId}
            onClick={() => void chooseFiles('files')}
          >
            {sourcesText.chooseFiles}
          </Button>
        </CommandTooltip>
        <CommandTooltip command="chooseFolder">
          <Button size={props.isSlim ? 'small' : 'medium'} onClick={() => void chooseFiles('folder')}>
            {sourcesText.chooseFolder}
          </Button>
        </CommandTooltip>
      </div>
      <input
        type="file"
        multiple
        tabIndex={-1}
        className="visually-hidden"
        aria-label={sourcesText.fileInput}
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])]
          if (chosen.length > 0) void store.getState().registerFiles(chosen)
          event.target.value = ''
        }}
      />
    </div>
  )
}

function buttonLabel(
  files: readonly FileSource[],
  headers: Pick<FileHeaderState, 'fileHeaders' | 'inspections'>,
): string {
  const counts = files.map((file) =>
    recordsToIngest(file, fileHasHeader(headers, file), headers.inspections[file.handle]),
  )
  const isKnown = counts.every((count) => count !== null)
  if (files.length === 0) return sourcesText.ingest
  if (!isKnown) return sourcesText.ingestFiles(files.length)
  return sourcesText.ingestRecords(counts.reduce((sum, count) => sum + count, 0))
}

function totalBytes(files: readonly FileSource[]): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

function knownBytes(files: readonly FileSource[]): number {
  return files.reduce((sum, file) => sum + (file.rawDataSizeBytes ?? file.sizeBytes), 0)
}
