import { Input } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { useStudio } from '../../../state/use-studio'
import { sourcesText } from '../../../text/en-work'
import styles from './file-patterns.module.css'

/** Two fields that pick files from a folder, and how many they match. */
export function FilePatternFields(props: { readonly matching: number; readonly all: number }): ReactElement {
  const patterns = useStudio((state) => state.filePatterns)
  const setFilePatterns = useStudio((state) => state.setFilePatterns)
  const isAll = patterns.onlyLike.trim() === '' && patterns.leaveOut.trim() === ''
  return (
    <div className={styles['patterns']}>
      <PatternField
        label={sourcesText.onlyLike}
        placeholder="*.csv"
        value={patterns.onlyLike}
        onChange={(onlyLike) => setFilePatterns({ ...patterns, onlyLike })}
      />
      <PatternField
        label={sourcesText.leaveOut}
        placeholder="**/old/**"
        value={patterns.leaveOut}
        onChange={(leaveOut) => setFilePatterns({ ...patterns, leaveOut })}
      />
      <span role="status">{isAll ? '' : sourcesText.filesMatch(props.matching, props.all)}</span>
    </div>
  )
}

function PatternField(props: {
  readonly label: string
  readonly placeholder: string
  readonly value: string
  readonly onChange: (value: string) => void
}): ReactElement {
  return (
    <Input
      size="small"
      aria-label={props.label}
      contentBefore={<small>{props.label}</small>}
      value={props.value}
      placeholder={props.placeholder}
      spellCheck={false}
      onChange={(_, data) => props.onChange(data.value)}
    />
  )
}
