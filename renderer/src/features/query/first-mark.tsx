import type { ReactElement } from 'react'
import type { QuerySlice } from '../../state/query'
import { queryText } from '../../text/en-query'
import styles from './query-pane.module.css'

/** The first mistake of the script in words; the others are underlined and have their words on hover. */
export function FirstMark(props: {
  readonly text: string
  readonly analysis: QuerySlice['queryAnalysis']
}): ReactElement | null {
  const { text, analysis } = props
  if (analysis?.script !== text) return null
  const [first, ...others] = analysis.analysis.marks
  if (first === undefined) return null
  const line = text.slice(0, first.start).split('\n').length
  return (
    <p className={styles['mark']} data-severity={first.severity}>
      {queryText.mark(line, first.message)}
      {others.length > 0 && ` (${queryText.moreMarks(others.length)})`}
    </p>
  )
}
