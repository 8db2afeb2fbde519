import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react'
import { Card } from '../../components/card'
import { ErrorNote } from '../../components/error-note'
import type { Inspection } from '../../state/inspection/inspection'
import { useStudio } from '../../state/use-studio'
import { prepareText, problemText } from '../../text/en-prepare'
import { ManyFiles } from './files/many-files'
import { FindingsSection, RejectNote } from './findings/findings-section'
import { GridCard } from './grid/grid-card'
import type { RowMode } from './grid/grid-column'
import { PrepareHeader } from './header/prepare-header'
import styles from './prepare-page.module.css'
import { ReadingButton } from './header/reading-form'
import { IntoSection } from './target/into-section'
import { useEscape } from '../../components/use-escape'

/** One source before it is sent: its records with every column's story, where they go, and what was found. */
export function PreparePage(): ReactElement | null {
  const inspection = useStudio((state) =>
    state.prepared === null ? undefined : state.inspections[state.prepared],
  )
  return inspection === undefined ? null : <Page key={inspection.key} inspection={inspection} />
}

function Page(props: { readonly inspection: Inspection }): ReactElement {
  const { inspection } = props
  const close = useStudio((state) => state.closePrepared)
  const [mode, setMode] = useState<RowMode>('parsed')
  const page = useRef<HTMLDivElement | null>(null)
  // The keyboard starts at the records, from where Escape leads back.
  useEffect(() => page.current?.focus(), [])
  useEscape(close)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'F6' && page.current !== null) {
      event.preventDefault()
      focusRegion(page.current, event.shiftKey ? -1 : 1)
    }
  }
  const problem = inspection.look?.problem ?? inspection.error
  return (
    <div
      ref={page}
      className={styles['page']}
      role="group"
      aria-label={prepareText.page(inspection.name)}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <PrepareHeader inspection={inspection} mode={mode} onMode={setMode} />
      {inspection.source.kind === 'file' && <ManyFiles handle={inspection.source.handle} />}
      {problem !== null ? (
        <Problem inspection={inspection} />
      ) : (
        <div className={styles['columns']}>
          {inspection.look === null ? (
            <Card label={prepareText.reading} className={styles['reading']}>
              <p role="status">{prepareText.reading}</p>
            </Card>
          ) : (
            <GridCard inspection={inspection} mode={mode} />
          )}
          <aside className={styles['side']} data-region tabIndex={-1} aria-label={prepareText.side}>
            <IntoSection inspection={inspection} />
            <FindingsSection inspection={inspection} />
            <RejectNote inspection={inspection} />
          </aside>
        </div>
      )}
    </div>
  )
}

/** A source that cannot be read: why, and what can be done about it. */
function Problem(props: { readonly inspection: Inspection }): ReactElement | null {
  const { inspection } = props
  const problem = inspection.look?.problem ?? inspection.error
  if (problem === null) return null
  return (
    <Card label={problemText.title(inspection.name)} className={styles['problem']}>
      <h2>{problemText.title(inspection.name)}</h2>
      <ErrorNote error={problem} />
      <p className={styles['other']}>
        <ReadingButton inspection={inspection} words={problemText.change} />
      </p>
    </Card>
  )
}

/** F6 goes around the page's parts, as in other desktop programs. */
function focusRegion(page: HTMLElement, step: 1 | -1): void {
  const regions = [...page.querySelectorAll<HTMLElement>('[data-region]')]
  const at = regions.findIndex((region) => region.contains(document.activeElement))
  const next = regions[(at + step + regions.length) % regions.length]
  const inside = next?.tabIndex === 0 ? next : next?.querySelector<HTMLElement>('button, input, select')
  ;(inside ?? next)?.focus()
}
