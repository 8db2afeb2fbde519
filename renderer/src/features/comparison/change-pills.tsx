import type { ReactElement } from 'react'
import type { ComparedColumn } from '../../../../electron/domain/schema/comparison'
import { Pill } from '../../components/pill'

/** What changed in a column; what others did has no colour of its own. */
export function ChangePills(props: { readonly changes: ComparedColumn['changes'] }): ReactElement {
  return (
    <>
      {props.changes.map(({ tone, by, words }) => (
        <Pill key={words} tone={by === 'others' ? 'quiet' : tone === 'warning' ? 'warning' : 'running'}>
          {words}
        </Pill>
      ))}
    </>
  )
}
