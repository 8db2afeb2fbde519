import type { ReactElement } from 'react'
import { jobsText } from '../../text/en-work'
import styles from './jobs.module.css'
import type { Stages } from './stage-progress'

const names = ['upload', 'queue', 'batch', 'land'] as const

/** Four small bars: upload, queue, batch, land. */
export function StageBars(props: { readonly stages: Stages }): ReactElement {
  const done = names.filter((_, index) => (props.stages[index]?.part ?? 0) >= 1)
  const words = done.map((name) => jobsText.stageNames[name]).join(', ')
  return (
    <span className={styles['stages']} role="img" aria-label={jobsText.stages(words || jobsText.stagesNone)}>
      {props.stages.map((stage, index) => (
        <span
          key={names[index]}
          className={styles['stage']}
          title={jobsText.stageNames[names[index] ?? 'upload']}
        >
          <span
            className={styles['stagePart']}
            data-tone={stage.tone}
            style={{ width: `${Math.round(stage.part * 100)}%` }}
          />
        </span>
      ))}
    </span>
  )
}
