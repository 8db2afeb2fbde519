import { Button } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'
import { CommandTooltip } from '../../components/command-tooltip'
import { useStudio } from '../../state/use-studio'
import { targetText, treeText } from '../../text/en'
import styles from './target.module.css'

/** What a newcomer sees if the cluster has no table: three sentences and one button. */
export function FirstRun(): ReactElement {
  const trySample = useStudio((state) => state.trySample)
  const openView = useStudio((state) => state.openView)
  const [isBusy, setIsBusy] = useState(false)
  const start = async (): Promise<void> => {
    setIsBusy(true)
    await trySample()
    setIsBusy(false)
  }
  return (
    <section className={styles['firstRun']} aria-label={targetText.firstRunTitle}>
      <FirstRunPicture />
      <h1>{targetText.firstRunTitle}</h1>
      <div className={styles['firstRunText']}>
        {targetText.firstRun.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <div className={styles['firstRunActions']}>
        <Button appearance="primary" size="large" disabledFocusable={isBusy} onClick={() => void start()}>
          {targetText.trySample}
        </Button>
        <CommandTooltip command="newTable">
          <Button size="large" onClick={() => openView({ kind: 'newTable' })}>
            {treeText.newTable}
          </Button>
        </CommandTooltip>
      </div>
      <p className={styles['firstRunHint']}>
        {targetText.trySampleHint} {targetText.dropHint}
      </p>
    </section>
  )
}

/** A sketch of the chart to come: queued, waiting, landed. */
function FirstRunPicture(): ReactElement {
  return (
    <svg className={styles['firstRunPicture']} viewBox="0 0 520 150" aria-hidden="true">
      <path className={styles['grid']} d="M0 30.5H520M0 70.5H520M0 110.5H520" />
      <rect className={styles['band']} x="120" y="30" width="90" height="110" />
      <rect className={styles['band']} x="330" y="30" width="90" height="110" />
      <path className={styles['fill']} d="M210 140V90H420V40H520V140Z" />
      <path className={styles['step']} d="M0 140H210V90H420V40H520" />
      <path className={styles['queued']} d="M120 14l6 10h-12zM330 14l6 10h-12z" />
      <circle className={styles['landed']} cx="210" cy="90" r="5" />
      <circle className={styles['landed']} cx="420" cy="40" r="5" />
    </svg>
  )
}
