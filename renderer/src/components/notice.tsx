import { Button } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { useStudio } from '../state/use-studio'
import { appText } from '../text/en'
import { ErrorNote } from './error-note'
import styles from './notice.module.css'

/** Shows, above the workspace, why an action failed. */
export function Notice(): ReactElement | null {
  const notice = useStudio((state) => state.notice)
  const dismissNotice = useStudio((state) => state.dismissNotice)
  if (notice === null) return null
  return (
    <div className={styles['notice']} role="alert">
      <ErrorNote error={notice} />
      <Button size="small" onClick={dismissNotice}>
        {appText.dismiss}
      </Button>
    </div>
  )
}
