import type { ReactElement } from 'react'
import type { Finding } from '../../../../../electron/domain/schema/inspection'
import { worstFirst } from '../../../../../electron/domain/finding-gravity'
import { formatFacts } from '../../../../../electron/domain/data-format'
import { Pill } from '../../../components/pill'
import { findingId } from '../../../state/inspection/finding-choices'
import { extentOf, findingsOf, readingOf, type Inspection } from '../../../state/inspection/inspection'
import { findingsText } from '../../../text/en-prepare'
import { FindingBlock } from './finding-block'
import styles from './findings.module.css'

/** What was found, worst first, each with its choices; or one green line if there is nothing to tell. */
export function FindingsSection(props: { readonly inspection: Inspection }): ReactElement | null {
  const { inspection } = props
  const findings = worstFirst(findingsOf(inspection))
  const { look } = inspection
  if (look === null || look.reading === null) return null
  return (
    <>
      {findings.map((finding) => (
        <FindingBlock key={findingId(finding)} inspection={inspection} finding={finding} />
      ))}
      <GoodLine inspection={inspection} findings={findings} />
    </>
  )
}

function GoodLine(props: {
  readonly inspection: Inspection
  readonly findings: readonly Finding[]
}): ReactElement | null {
  const { inspection, findings } = props
  const read = extentOf(inspection)
  const reading = readingOf(inspection)
  if (read === null || reading === null) return null
  const isWhole = read.isWhole
  const isRagged = findings.some(({ kind }) => kind === 'fewerFields' || kind === 'moreFields')
  const hasFields = formatFacts[reading.format].delimiter !== undefined
  if (findings.length > 0) {
    if (isRagged || !isWhole || !hasFields) return null
    return (
      <p className={styles['good']}>
        {findingsText.fields(read.records, inspection.look?.columns.length ?? 0)}
      </p>
    )
  }
  const words = isWhole
    ? findingsText.allGood(read.records)
    : inspection.check === null
      ? findingsText.allGoodSample(read.records)
      : findingsText.allGoodSoFar(read.records)
  return <div className={styles['good']}>{isWhole ? <Pill tone="landed">{words}</Pill> : words}</div>
}

/** Where records go that the user leaves out. */
export function RejectNote(props: { readonly inspection: Inspection }): ReactElement | null {
  const { inspection } = props
  const leavesOut = findingsOf(inspection).some(
    (finding) => inspection.choices[findingId(finding)] === 'leaveOut',
  )
  if (!leavesOut) return null
  const file = `${inspection.name.replace(/(\.(gz|zip))?$/i, '').replace(/(\.[^.]+)?$/, '')}.rejected.csv`
  const words =
    inspection.source.kind === 'file' ? findingsText.reject(file) : findingsText.rejectElsewhere(file)
  return <p className={styles['note']}>{words}</p>
}
