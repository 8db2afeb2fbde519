import { Input } from '@fluentui/react-components'
import { useId, useState, type KeyboardEvent, type ReactElement } from 'react'
import { StudioDialog } from '../../components/studio-dialog'
import { useStudio, useStudioStore } from '../../state/use-studio'
import { paletteText } from '../../text/en-palette'
import { matching, paletteEntries } from './palette-entries'
import type { PaletteEntry } from './palette-entry'
import styles from './palette.module.css'

/** More lines than this are found by typing on. */
const mostShown = 50

/** Finds a table, a cluster, an ingestion or a command by its name. */
export function CommandPalette(): ReactElement {
  const store = useStudioStore()
  const closeView = useStudio((state) => state.closeView)
  const [entries] = useState(() => paletteEntries(store.getState()))
  const [search, setSearch] = useState('')
  const [marked, setMarked] = useState(0)
  const listId = useId()
  const found = matching(entries, search).slice(0, mostShown)
  const run = (entry: PaletteEntry | undefined): void => {
    if (entry === undefined) return
    closeView()
    entry.run(store.getState())
  }
  const handleKey = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0 || found.length === 0) return
    event.preventDefault()
    setMarked((marked + by + found.length) % found.length)
  }
  const optionId = (index: number): string => `${listId}-${index}`
  return (
    <StudioDialog
      title={paletteText.title}
      onClose={closeView}
      onSubmit={() => run(found[marked])}
      actions={null}
    >
      <Input
        className={styles['field'] ?? ''}
        role="combobox"
        aria-label={paletteText.field}
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={found.length === 0 ? undefined : optionId(marked)}
        placeholder={paletteText.field}
        value={search}
        spellCheck={false}
        onKeyDown={handleKey}
        onChange={(_, data) => {
          setSearch(data.value)
          setMarked(0)
        }}
      />
      <ul id={listId} role="listbox" aria-label={paletteText.results} className={styles['list']}>
        {found.map((entry, index) => (
          <li
            key={entry.key}
            id={optionId(index)}
            ref={(line) => {
              if (index === marked) line?.scrollIntoView({ block: 'nearest' })
            }}
            role="option"
            aria-selected={index === marked}
            className={styles['entry']}
            onClick={() => run(entry)}
          >
            <span>{entry.label}</span>
            <small>{entry.note}</small>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p role="status">{paletteText.none}</p>}
    </StudioDialog>
  )
}
