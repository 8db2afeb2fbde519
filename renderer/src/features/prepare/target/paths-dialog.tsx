import { Button, Tree, TreeItem, TreeItemLayout } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import { documentPath } from '../../../../../electron/domain/ingestion-mapping'
import type { DocumentPath } from '../../../../../electron/domain/schema/inspection'
import { StudioDialog } from '../../../components/studio-dialog'
import { columnsOf, type Inspection } from '../../../state/inspection/inspection'
import { useStudio } from '../../../state/use-studio'
import { appText } from '../../../text/en'
import { pathText } from '../../../text/en-prepare'
import styles from './paths-dialog.module.css'

/** The paths of JSON records as a tree, of which the ticked ones become columns. */
export function PathsDialog(props: {
  readonly inspection: Inspection
  readonly onClose: () => void
}): ReactElement {
  const { inspection, onClose } = props
  const { key, look, name } = inspection
  const changeReading = useStudio((state) => state.changeReading)
  const { paths = [], morePaths = 0 } = look?.tree ?? {}
  const [ticked, setTicked] = useState<ReadonlySet<string>>(
    () => new Set(columnsOf(inspection).map(({ path }) => path ?? '')),
  )
  const chosen = paths.filter(({ steps }) => ticked.has(documentPath(steps)))
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () =>
      new Set(
        chosen.flatMap(({ steps }) => steps.slice(1).map((_, at) => documentPath(steps.slice(0, at + 1)))),
      ),
  )
  const use = (): void => {
    const change =
      chosen.length === 0
        ? { levels: 0, paths: undefined }
        : { levels: undefined, paths: chosen.map(({ steps }) => [...steps]) }
    changeReading(key, change)
    onClose()
  }
  return (
    <StudioDialog
      title={pathText.title(name)}
      width="wide"
      onClose={onClose}
      onSubmit={use}
      actions={
        <>
          <Button appearance="primary" type="submit">
            {pathText.use(chosen.length)}
          </Button>
          <Button onClick={onClose}>{appText.cancel}</Button>
        </>
      }
    >
      <p className={styles['intro']}>{pathText.intro}</p>
      <Tree
        aria-label={pathText.tree}
        size="small"
        className={styles['tree'] ?? ''}
        selectionMode="multiselect"
        checkedItems={ticked}
        onCheckedChange={(_, { value, checked }) =>
          setTicked(toggled(ticked, String(value), checked === true))
        }
        openItems={open}
        onOpenChange={(_, data) => setOpen(toggled(open, String(data.value), data.open))}
      >
        <Branch under={[]} paths={paths} open={open} />
      </Tree>
      {morePaths > 0 && <p className={styles['intro']}>{pathText.more(morePaths)}</p>}
    </StudioDialog>
  )
}

/** The paths that lie directly under one. */
function Branch(props: {
  readonly under: readonly string[]
  /** All that lie under it, in the order of the tree. */
  readonly paths: readonly DocumentPath[]
  readonly open: ReadonlySet<string>
}): ReactElement {
  const { under, paths, open } = props
  const depth = under.length + 1
  return (
    <>
      {paths.map((path, index) => {
        const { steps } = path
        if (steps.length !== depth) return null
        const end = paths.findIndex((other, at) => at > index && other.steps.length <= depth)
        const inside = paths.slice(index + 1, end === -1 ? undefined : end)
        const value = documentPath(steps)
        const name = steps.at(-1) ?? ''
        const share = pathText.share(path.share)
        return (
          <TreeItem
            key={value}
            value={value}
            itemType={inside.length > 0 ? 'branch' : 'leaf'}
            aria-label={pathText.label(name, path.type, share, path.example)}
          >
            <TreeItemLayout
              title={value}
              aside={
                <span className={styles['facts']}>
                  <span>{path.type}</span>
                  <span>{share}</span>
                  <span title={path.example ?? ''}>{path.example ?? pathText.noValue}</span>
                </span>
              }
            >
              <span className={styles['name']}>{name}</span>
            </TreeItemLayout>
            {inside.length > 0 && open.has(value) && (
              <Tree>
                <Branch under={steps} paths={inside} open={open} />
              </Tree>
            )}
          </TreeItem>
        )
      })}
    </>
  )
}

function toggled(set: ReadonlySet<string>, value: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(set)
  if (isIn) next.add(value)
  else next.delete(value)
  return next
}
