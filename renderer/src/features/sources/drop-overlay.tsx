import { useEffect, useRef, useState, type ReactElement } from 'react'
import { useStudio, useStudioStore } from '../../state/use-studio'
import { sourcesText } from '../../text/en-work'
import styles from './drop-overlay.module.css'

/** Makes the whole window a drop target; while files are over it, says where they will go. */
export function DropOverlay(): ReactElement | null {
  const store = useStudioStore()
  const [isOver, setIsOver] = useState(false)
  const depth = useRef(0)
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (isTextIntoField(event)) return
      // Otherwise the window would open what is dropped.
      event.preventDefault()
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = hasFiles(event) ? 'copy' : 'none'
    }
    const enter = (event: DragEvent): void => {
      if (!hasFiles(event)) return
      depth.current += 1
      setIsOver(true)
    }
    const leave = (event: DragEvent): void => {
      if (!hasFiles(event)) return
      depth.current = Math.max(0, depth.current - 1)
      if (depth.current === 0) setIsOver(false)
    }
    const drop = (event: DragEvent): void => {
      if (isTextIntoField(event)) return
      event.preventDefault()
      depth.current = 0
      setIsOver(false)
      const files = [...(event.dataTransfer?.files ?? [])]
      const { databases, target, registerFiles, openView } = store.getState()
      if (files.length === 0 || databases.kind !== 'ready') return
      void registerFiles(files).then(() => {
        if (target === null) openView({ kind: 'newTable' })
      })
    }
    const listeners = { dragover: over, dragenter: enter, dragleave: leave, drop } as const
    for (const [name, listener] of Object.entries(listeners)) {
      document.addEventListener(name as keyof typeof listeners, listener)
    }
    return () => {
      for (const [name, listener] of Object.entries(listeners)) {
        document.removeEventListener(name as keyof typeof listeners, listener)
      }
    }
  }, [store])
  return isOver ? <Overlay /> : null
}

function Overlay(): ReactElement {
  const target = useStudio((state) => state.target)
  const isConnected = useStudio((state) => state.databases.kind === 'ready')
  const cluster = useStudio((state) => state.connection?.displayName ?? '')
  const title = !isConnected
    ? sourcesText.overlayNoCluster
    : target === null
      ? sourcesText.overlayNoTable
      : sourcesText.overlayTitle(target.table)
  return (
    <div className={styles['overlay']} role="status">
      <div className={styles['frame']}>
        <p className={styles['title']}>{title}</p>
        {target !== null && (
          <p className={styles['place']}>{sourcesText.overlayPlace(target.database, cluster)}</p>
        )}
      </div>
    </div>
  )
}

/** The browser itself handles text dragged into a field. */
function isTextIntoField(event: DragEvent): boolean {
  const { target } = event
  return !hasFiles(event) && (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement)
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}
