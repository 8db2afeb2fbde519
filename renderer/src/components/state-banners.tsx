import type { ReactElement } from 'react'
import { useStudio } from '../state/use-studio'
import { diagnosticsText } from '../text/en-diagnostics'
import styles from './notice.module.css'

/** Says what holds the studio back as long as it does: a journal that may only be read, a disk that is nearly full. */
export function StateBanners(): ReactElement | null {
  const readOnly = useStudio((state) => state.readOnly)
  const lowDisk = useStudio((state) => state.lowDisk)
  return (
    <>
      {readOnly !== null && (
        <div className={styles['state']} role="status">
          {diagnosticsText.readOnly(readOnly.jobs, readOnly.isWhole)}
        </div>
      )}
      {lowDisk !== null && (
        <div className={styles['state']} role="status" title={lowDisk.folder}>
          {diagnosticsText.lowDisk(lowDisk)}
        </div>
      )}
    </>
  )
}
