import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { useNow } from '../../state/clock'
import { useStudio } from '../../state/use-studio'
import { queryText } from '../../text/en-query'
import { formatAgo, formatDateTime } from '../../text/format'
import styles from './query-pane.module.css'

/** The queries of this database that were run, newest first; a choice takes the place of the statement at the caret. */
export function HistoryMenu(): ReactElement {
  const past = useStudio((state) => state.pastQueries)
  const insertQuery = useStudio((state) => state.insertQuery)
  const now = useNow(60_000)
  return (
    <Menu positioning="above-end">
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" size="small" title={queryText.historyHint}>
          {queryText.history}
        </Button>
      </MenuTrigger>
      <MenuPopover className={styles['history'] ?? ''}>
        {past.length === 0 ? (
          <p className={styles['historyEmpty']}>{queryText.historyEmpty}</p>
        ) : (
          <MenuList aria-label={queryText.history}>
            {past.map(({ query, at, rows }) => {
              const line = query.replace(/\s+/g, ' ')
              return (
                <MenuItem
                  key={query}
                  className={styles['past'] ?? ''}
                  title={`${query}\n\n${formatDateTime(at)}`}
                  secondaryContent={`${queryText.pastRows(rows)} · ${formatAgo(at, now)}`}
                  onClick={() => void insertQuery(query)}
                >
                  {line}
                </MenuItem>
              )
            })}
          </MenuList>
        )}
      </MenuPopover>
    </Menu>
  )
}
