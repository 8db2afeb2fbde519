import { Input } from '@fluentui/react-components'
import { useEffect, useRef, useState, type ReactElement } from 'react'
import { leftOutSummary, leftOutWords, type ChosenBlob } from '../../../../../electron/domain/blob-choice'
import { ErrorNote } from '../../../components/error-note'
import { QuietButton } from '../../../components/quiet-button'
import { VirtualList } from '../../../components/virtual-list'
import type { ListedContainer, SeenOfChoice } from '../../../state/sources/container'
import type { StudioState } from '../../../state/studio-state'
import { useStudio } from '../../../state/use-studio'
import { containerText } from '../../../text/en-container'
import { sourcesText } from '../../../text/en-work'
import { formatBytes } from '../../../text/format'
import { FormatSelect } from '../format-select'
import { IngestBar } from '../ingest/ingest-bar'
import sourceStyles from '../sources.module.css'
import { useContainerChoice } from './use-container-choice'
import styles from './container-panel.module.css'

/** What is in the container that the blob field names: which blobs to take, the list, and the button. */
export function ContainerPanel(): ReactElement | null {
  const { shown, totals, seen } = useContainerChoice()
  const container = useStudio((state) => state.container)
  const patterns = useStudio((state) => state.containerPatterns)
  const format = useStudio((state) => state.blobFormat)
  const options = useStudio((state) => state.ingestOptions)
  const isListing = useStudio((state) => state.isListing)
  const isLooking = useStudio((state) => state.isLookingAtBlobs)
  const lookAtContainer = useStudio((state) => state.lookAtContainer)
  const startContainer = useStudio((state) => state.startContainer)
  useEffect(() => {
    if (!isListing) void lookAtContainer()
  }, [isListing, container, patterns, format, options, lookAtContainer])
  if (container.kind === 'failed') return <ErrorNote error={container.error} />
  return (
    <>
      <Filters />
      <div className={styles['summary']} role="status">
        {container.kind === 'ready' ? (
          <Summary container={container.value} leftOut={leftOutSummary(totals)} seen={seen} />
        ) : (
          sourcesText.checking
        )}
        {container.kind === 'ready' && <ListingButton isComplete={container.value.isComplete} />}
      </div>
      {container.kind === 'ready' && (
        <VirtualList
          role="list"
          label={containerText.list}
          className={sourceStyles['files']}
          rowClassName={sourceStyles['fileRow']}
          count={shown.length}
          rowHeight={29}
          keyOf={(index) => shown[index]?.blob.handle ?? ''}
          renderRow={(index) => {
            const blob = shown[index]
            return blob === undefined ? null : <BlobRow chosen={blob} />
          }}
        />
      )}
      <IngestBar
        label={containerText.ingest(totals.blobs)}
        sending={{ items: totals.blobs, bytes: totals.bytes }}
        isReady={totals.blobs > 0 && !isListing && !isLooking && !totals.leftOut.has('noDate')}
        onIngest={(anyway) => startContainer({ anyway })}
      />
    </>
  )
}

function Summary(props: {
  readonly container: ListedContainer
  readonly leftOut: string
  readonly seen: SeenOfChoice
}): ReactElement {
  const isListing = useStudio((state) => state.isListing)
  const { blobs } = props.container
  const count = blobs.filter(({ obstacle }) => obstacle !== 'folder').length
  const bytes = blobs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return (
    <span className={styles['words']}>
      {isListing ? containerText.listing(count) : containerText.found(count, formatBytes(bytes))}
      {props.leftOut !== '' && <small>{containerText.leftOut(props.leftOut)}</small>}
      <Seen {...props.seen} />
    </span>
  )
}

/** How many of the blobs were looked at, and what their first records are. */
function Seen({ looked, withHeader, of }: SeenOfChoice): ReactElement | null {
  const isLooking = useStudio((state) => state.isLookingAtBlobs)
  if (isLooking) return <small>{containerText.looking}</small>
  return looked === 0 ? null : <small>{containerText.looked(looked, of, withHeader)}</small>
}

function ListingButton(props: { readonly isComplete: boolean }): ReactElement | null {
  const isListing = useStudio((state) => state.isListing)
  const stopListing = useStudio((state) => state.stopListing)
  const listOn = useStudio((state) => state.listOn)
  if (isListing) return <QuietButton onClick={stopListing}>{containerText.stop}</QuietButton>
  if (props.isComplete) return null
  return <QuietButton onClick={() => void listOn()}>{containerText.goOn}</QuietButton>
}

function Filters(): ReactElement {
  const patterns = useStudio((state) => state.containerPatterns)
  const setPatterns = useStudio((state) => state.setContainerPatterns)
  const [isOpen, setIsOpen] = useState(false)
  const changed = useStudio(changedFilters)
  return (
    <>
      <div className={styles['filters']}>
        <FilterField
          label={containerText.onlyLike}
          placeholder="*.csv"
          value={patterns.onlyLike}
          onChange={(onlyLike) => setPatterns({ ...patterns, onlyLike })}
        />
        <FilterField
          label={sourcesText.leaveOut}
          placeholder="**/old/**"
          value={patterns.leaveOut}
          onChange={(leaveOut) => setPatterns({ ...patterns, leaveOut })}
        />
        <QuietButton aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? containerText.fewer : containerText.more(changed)}
        </QuietButton>
      </div>
      {isOpen && <MoreFilters />}
    </>
  )
}

/** How many of the filters that are out of the way are set. */
function changedFilters(state: StudioState): number {
  const { containerPrefix, ingestOptions, blobFormat } = state
  return [containerPrefix !== '', ingestOptions.creationTimePattern !== '', blobFormat !== null].filter(
    Boolean,
  ).length
}

function MoreFilters(): ReactElement {
  const prefix = useStudio((state) => state.containerPrefix)
  const setPrefix = useStudio((state) => state.setContainerPrefix)
  const listContainer = useStudio((state) => state.listContainer)
  const options = useStudio((state) => state.ingestOptions)
  const setOptions = useStudio((state) => state.setIngestOptions)
  const format = useStudio((state) => state.blobFormat)
  const setFormat = useStudio((state) => state.setBlobFormat)
  return (
    <div className={styles['filters']}>
      <FilterField
        label={containerText.prefix}
        placeholder="2024/01/"
        value={prefix}
        onChange={setPrefix}
        onDone={() => void listContainer()}
      />
      <FilterField
        label={containerText.date}
        placeholder="'/'yyyy/MM/dd"
        value={options.creationTimePattern}
        onChange={(creationTimePattern) => setOptions({ creationTimePattern })}
      />
      <FormatSelect
        value={format}
        onChange={setFormat}
        none={{ label: containerText.formatByName, onChoose: () => setFormat(null) }}
      />
    </div>
  )
}

/** A filter that storage answers, not the page, is asked for once its field is done. */
function FilterField(props: {
  readonly label: string
  readonly placeholder: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** Called with Enter, and when the field is left with another value than it had. */
  readonly onDone?: () => void
}): ReactElement {
  const asked = useRef(props.value)
  const ask = (): void => {
    if (asked.current === props.value) return
    asked.current = props.value
    props.onDone?.()
  }
  return (
    <Input
      size="small"
      aria-label={props.label}
      contentBefore={<small>{props.label}</small>}
      value={props.value}
      placeholder={props.placeholder}
      spellCheck={false}
      onChange={(_, data) => props.onChange(data.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') ask()
      }}
      onBlur={ask}
    />
  )
}

/** One blob: its path, and its size and date, or why it is left out. */
function BlobRow(props: { readonly chosen: ChosenBlob }): ReactElement {
  const { blob, leftOut, creationTime, problem } = props.chosen
  return (
    <div className={leftOut === null ? styles['blob'] : styles['blobLeftOut']}>
      <span className={styles['path']} title={blob.path}>
        {blob.path}
      </span>
      {leftOut !== null && (
        <small title={problem?.nextStep}>
          {containerText.isLeftOut(problem?.message ?? leftOutWords(leftOut))}
        </small>
      )}
      {leftOut === null && creationTime !== null && (
        <span className={sourceStyles['fileNumber']}>{dayOf(creationTime)}</span>
      )}
      <span className={sourceStyles['fileNumber']}>{formatBytes(blob.sizeBytes)}</span>
    </div>
  )
}

/** `2024-01-05`, with the time of day if there is one. */
function dayOf(iso: string): string {
  const [day = '', time = ''] = iso.split('T')
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 5)}`
}
