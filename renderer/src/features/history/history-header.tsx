import { Button, Input, Select } from '@fluentui/react-components'
import { useEffect, useState, type KeyboardEvent, type ReactElement, type RefObject } from 'react'
import { PageBack } from '../../components/page-back'
import { jobOutcomes, type JobOutcome } from '../../../../electron/domain/job-outcome'
import { SegmentedControl } from '../../components/segmented-control'
import { historyRanges, type HistoryRange } from '../../state/history'
import { valueOf } from '../../state/loadable'
import { useStudio } from '../../state/use-studio'
import { historyText } from '../../text/en-history'
import { formatCount } from '../../text/format'
import styles from './history-header.module.css'

/** How long typing pauses before the journal is searched. */
const pauseMs = 150

/** The way back, and what the list is limited to. */
export function HistoryHeader(props: {
  readonly search: RefObject<HTMLInputElement | null>
  readonly onDown: () => void
}): ReactElement {
  const close = useStudio((state) => state.closeHistory)
  const table = useStudio((state) => state.target?.table)
  const choice = useStudio((state) => state.historyChoice)
  const choose = useStudio((state) => state.chooseHistory)
  const exportHistory = useStudio((state) => state.exportHistory)
  const hasAny = useStudio((state) => (valueOf(state.historyList)?.total ?? 0) > 0)
  const [isWriting, setIsWriting] = useState(false)
  const place = table ?? historyText.home
  const write = async (): Promise<void> => {
    setIsWriting(true)
    await exportHistory()
    setIsWriting(false)
  }
  return (
    <header className={styles['header']}>
      <div className={styles['top']}>
        <div className={styles['names']}>
          <PageBack place={place} label={historyText.back(place)} onBack={close} />
          <h1 className={styles['name']}>{historyText.title}</h1>
        </div>
        <Search {...props} />
        <Select
          className={styles['range'] ?? ''}
          aria-label={historyText.range}
          value={choice.range}
          onChange={(_, { value }) => void choose({ range: value as HistoryRange })}
        >
          {historyRanges.map((range) => (
            <option key={range} value={range}>
              {historyText.ranges[range]}
            </option>
          ))}
        </Select>
        <Button disabled={!hasAny} disabledFocusable={isWriting} onClick={() => void write()}>
          {historyText.export}
        </Button>
      </div>
      <Outcomes />
    </header>
  )
}

function Search(props: {
  readonly search: RefObject<HTMLInputElement | null>
  readonly onDown: () => void
}): ReactElement {
  const chosen = useStudio((state) => state.historyChoice.text)
  const choose = useStudio((state) => state.chooseHistory)
  /** What is typed and not searched for yet. */
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? chosen
  useEffect(() => {
    if (typed === null) return undefined
    const timer = setTimeout(() => {
      if (typed !== chosen) void choose({ text: typed })
      setTyped(null)
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [typed, chosen, choose])
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      props.onDown()
    }
    if (event.key === 'Escape' && text !== '') {
      event.preventDefault()
      setTyped(null)
      void choose({ text: '' })
    }
  }
  return (
    <Input
      className={styles['search'] ?? ''}
      type="search"
      input={{ ref: props.search }}
      value={text}
      placeholder={historyText.search}
      aria-label={historyText.search}
      onChange={(_, data) => setTyped(data.value)}
      onKeyDown={onKeyDown}
    />
  )
}

/** The outcomes that there are, with how many jobs have each. */
function Outcomes(): ReactElement | null {
  const outcome = useStudio((state) => state.historyChoice.outcome)
  const choose = useStudio((state) => state.chooseHistory)
  const counts = useStudio((state) => valueOf(state.historyList)?.counts)
  if (counts === undefined) return null
  const all = Object.values(counts).reduce((sum, jobs) => sum + jobs, 0)
  const there = jobOutcomes.filter((one) => (counts[one] ?? 0) > 0 || one === outcome)
  if (there.length < 2 && outcome === null) return null
  const label = (words: string, jobs: number): string => `${words} ${formatCount(jobs)}`
  return (
    <div className={styles['outcomes']}>
      <SegmentedControl<JobOutcome | 'all'>
        label={historyText.outcome}
        value={outcome ?? 'all'}
        options={[
          { value: 'all', label: label(historyText.all, all) },
          ...there.map((one) => ({ value: one, label: label(historyText.outcomes[one], counts[one] ?? 0) })),
        ]}
        onChange={(value) => void choose({ outcome: value === 'all' ? null : value })}
      />
    </div>
  )
}
