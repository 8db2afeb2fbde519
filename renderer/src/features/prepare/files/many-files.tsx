import { useMemo, type ReactElement } from 'react'
import type { FileSource } from '../../../../../electron/domain/schema/file-source'
import { Card } from '../../../components/card'
import { Pill } from '../../../components/pill'
import { VirtualList } from '../../../components/virtual-list'
import { isFile } from '../../../state/sources/file-choice'
import { canBeLookedInto, groupAlike, type SourceGroup } from '../../../state/inspection/source-groups'
import { useStudio } from '../../../state/use-studio'
import { manyText } from '../../../text/en-prepare'
import { formatCount } from '../../../text/format'
import { differences } from './differences'
import styles from './many-files.module.css'
import { useLookWhenSeen } from '../../../state/inspection/use-look-when-seen'

/** Several files: one look for all that agree, and what the others have that the first has not. */
export function ManyFiles(props: { readonly handle: string }): ReactElement | null {
  const files = useStudio((state) => state.files)
  const prepare = useStudio((state) => state.prepare)
  const groups = useMemo(() => groupAlike(files).filter((group) => isFile(group.first)), [files])
  if (files.length < 2) return null
  const first = groups.find((group) => group.first.problem === null) ?? groups[0]
  return (
    <Card label={manyText.title} className={styles['card']}>
      <VirtualList
        role="list"
        label={manyText.title}
        className={styles['list']}
        rowClassName={styles['group']}
        count={groups.length}
        rowHeight={34}
        keyOf={(index) => groups[index]?.first.handle ?? ''}
        renderRow={(index) => {
          const group = groups[index]
          return (
            group !== undefined && (
              <GroupRow
                group={group}
                first={first?.first ?? group.first}
                isOpen={group.files.some(({ handle }) => handle === props.handle)}
                onOpen={() => void prepare({ kind: 'file', handle: group.first.handle }, group.first.name)}
              />
            )
          )
        }}
      />
    </Card>
  )
}

function GroupRow(props: {
  readonly group: SourceGroup
  readonly first: FileSource
  readonly isOpen: boolean
  readonly onOpen: () => void
}): ReactElement {
  const { group, first } = props
  useLookWhenSeen(group.first.handle)
  const what = differences(group.first, first)
  const records = group.files.reduce<number | null>(
    (sum, file) => (sum === null || file.records === null ? null : sum + file.records),
    0,
  )
  const isReadable = canBeLookedInto(group.first)
  return (
    <div className={styles['row']} data-open={props.isOpen}>
      <button
        type="button"
        className={styles['open']}
        aria-current={props.isOpen}
        disabled={!isReadable}
        onClick={props.onOpen}
      >
        <span className={styles['name']} title={group.first.name}>
          {group.first.name}
        </span>
        <span className={styles['count']}>
          {group.files.length > 1
            ? manyText.alike(group.files.length)
            : isReadable
              ? group.first.summary
              : ''}
        </span>
        <span className={styles['what']}>
          {!isReadable ? (
            <>
              <Pill tone="failed">{manyText.unreadable}</Pill>
              <span className={styles['why']} title={group.first.problem?.message}>
                {group.first.problem?.message}
              </span>
            </>
          ) : (
            what.map((words) => (
              <Pill key={words} tone="warning">
                {words}
              </Pill>
            ))
          )}
        </span>
        <span className={styles['records']}>
          {records === null || !isReadable ? '–' : formatCount(records)}
        </span>
      </button>
    </div>
  )
}
