import { Button } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { useStudio } from '../state/use-studio'
import { appText } from '../text/en'
import { diagnosticsText } from '../text/en-diagnostics'
import { ErrorNote } from './error-note'
import styles from './notice.module.css'

/** Says what broke in the studio itself, until it is dismissed. */
export function TroubleBanner(): ReactElement | null {
  const trouble = useStudio((state) => state.trouble)
  const dismissTrouble = useStudio((state) => state.dismissTrouble)
  const openView = useStudio((state) => state.openView)
  if (trouble === null) return null
  return (
    <div className={styles['notice']} role="alert">
      <div>
        <ErrorNote error={trouble.error} />
        {trouble.times > 1 && <p className={styles['times']}>{diagnosticsText.times(trouble.times)}</p>}
      </div>
      <div className={styles['actions']}>
        <Button size="small" onClick={() => openView({ kind: 'diagnostics' })}>
          {diagnosticsText.banner}
        </Button>
        <Button size="small" onClick={dismissTrouble}>
          {appText.dismiss}
        </Button>
      </div>
    </div>
  )
}
