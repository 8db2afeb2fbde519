import { useEffect, useRef, useState, type ReactElement } from 'react'
import { useStudio, useStudioStore } from '../../state/use-studio'
import { sourcesText } from '../../text/en-work'
import styles from './drop-overlay.module.css'

/** The part of the window, from the left, that stands for the open table; the rest stands for a new one. */
const existingShare = 0.7

/** Makes the whole window a drop target; while files are over it, says where they will go. */
export function DropOverlay(): ReactElement | null {
  const store = useStudioStore()
  const [isOver, setIsOver] = useState(false)
  const [isRight, setIsRight] = useState(false)
  const depth = useRef(0)
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (isTextIntoField(event)) return
      // Otherwise the window would open what is dropped.
      event.preventDefault()
      setIsRight(event.clientX > window.innerWidth * existingShare)
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
      const { databases, target, registerFiles, registerForNewTable } = store.getState()
      if (files.length === 0 || databases.kind !== 'ready') return
      const isForNew = target === null || event.clientX > window.innerWidth * existingShare
      void (isForNew ? registerForNewTable(files) : registerFiles(files))
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
  return isOver ? <Overlay isRight={isRight} /> : null
}

function Overlay(props: { readonly isRight: boolean }): ReactElement {
  const target = useStudio((state) => state.target)
  const isConnected = useStudio((state) => state.databases.kind === 'ready')
  const cluster = useStudio((state) => state.connection?.displayName ?? '')
  const title = !isConnected
    ? sourcesText.overlayNoCluster
    : target === null
      ? sourcesText.overlayNoTable
      : sourcesText.overlayTitle(target.table)
  return (
    <div className={styles['overlay']} role="status" data-both={target !== null && isConnected}>
      <div className={styles['frame']} data-over={target === null || !props.isRight}>
        <p className={styles['title']}>{title}</p>
        {target !== null && (
          <p className={styles['place']}>{sourcesText.overlayPlace(target.database, cluster)}</p>
        )}
      </div>
      {target !== null && isConnected && (
        <div className={styles['frame']} data-over={props.isRight}>
          <p className={styles['title']}>{sourcesText.overlayNew}</p>
          <p className={styles['place']}>{sourcesText.overlayNewPlace}</p>
        </div>
      )}
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
