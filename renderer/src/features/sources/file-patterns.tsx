import { Field, Input } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { useStudio } from '../../state/use-studio'
import { sourcesText } from '../../text/en-work'
import styles from './file-patterns.module.css'

/** Two quiet fields that choose among the files of a folder, and how many they choose. */
export function FilePatternFields(props: { readonly matching: number; readonly all: number }): ReactElement {
  const patterns = useStudio((state) => state.filePatterns)
  const setFilePatterns = useStudio((state) => state.setFilePatterns)
  const isAll = patterns.onlyLike.trim() === '' && patterns.leaveOut.trim() === ''
  return (
    <div className={styles['patterns']}>
      <Field label={sourcesText.onlyLike} orientation="horizontal" size="small">
        <Input
          size="small"
          value={patterns.onlyLike}
          placeholder="*.csv"
          spellCheck={false}
          onChange={(_, data) => setFilePatterns({ ...patterns, onlyLike: data.value })}
        />
      </Field>
      <Field label={sourcesText.leaveOut} orientation="horizontal" size="small">
        <Input
          size="small"
          value={patterns.leaveOut}
          placeholder="**/old/**"
          spellCheck={false}
          onChange={(_, data) => setFilePatterns({ ...patterns, leaveOut: data.value })}
        />
      </Field>
      <span role="status">{isAll ? '' : sourcesText.filesMatch(props.matching, props.all)}</span>
    </div>
  )
}
