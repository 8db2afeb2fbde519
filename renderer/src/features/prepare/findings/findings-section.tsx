import { Button } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { conversionWords } from '../../../../../electron/domain/finding-words'
import type { Finding } from '../../../../../electron/domain/schema/inspection'
import { worstFirst } from '../../../../../electron/domain/finding-gravity'
import { formatFacts } from '../../../../../electron/domain/data-format'
import { Pill } from '../../../components/pill'
import { findingId } from '../../../state/inspection/finding-choices'
import {
  columnsOf,
  extentOf,
  findingsOf,
  readingOf,
  type Inspection,
} from '../../../state/inspection/inspection'
import { withConversion } from '../../../state/inspection/conversions'
import { matchColumns } from '../../../state/inspection/target-of'
import { useStudio } from '../../../state/use-studio'
import { findingsText } from '../../../text/en-prepare'
import { FindingBlock } from './finding-block'
import styles from './findings.module.css'

/** What was found, worst first, each with its choices; or one green line if there is nothing to tell. */
export function FindingsSection(props: { readonly inspection: Inspection }): ReactElement | null {
  const { inspection } = props
  const all = worstFirst(findingsOf(inspection))
  // Beside an existing table, the target lists both sides already.
  const findings = all.filter(({ kind }) => inspection.draft.table === null || !listed.has(kind))
  const { look } = inspection
  if (look === null || look.reading === null) return null
  return (
    <>
      {findings.map((finding) => (
        <FindingBlock key={findingId(finding)} inspection={inspection} finding={finding} />
      ))}
      <Converted inspection={inspection} />
      <GoodLine inspection={inspection} findings={findings} />
    </>
  )
}

/** Kinds of findings that are lines of the target's own list. */
const listed: ReadonlySet<Finding['kind']> = new Set(['missingColumn', 'extraField'])

/** What the user has converted on the way, each with a way back. */
function Converted(props: { readonly inspection: Inspection }): ReactElement | null {
  const { inspection } = props
  const changeReading = useStudio((state) => state.changeReading)
  const reading = readingOf(inspection)
  const columns = columnsOf(inspection)
  return (
    <>
      {(reading?.conversions ?? []).map(({ field, as }) => {
        const column = columns.find(({ ordinal }) => ordinal === field)
        const name = column?.name ?? ''
        return (
          <section key={field} className={styles['block']} aria-label={findingsText.converted(name)}>
            <Pill tone="quiet">{findingsText.convertedPill}</Pill>
            <p className={styles['sentence']}>
              <strong>{name}</strong>: {findingsText.conversion(conversionWords[as])}
            </p>
            <div className={styles['buttons']}>
              <Button
                size="small"
                onClick={() =>
                  changeReading(inspection.key, withConversion(reading, { ordinal: field }, undefined))
                }
              >
                {findingsText.doNotConvert}
              </Button>
            </div>
          </section>
        )
      })}
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
  const { missing } = matchColumns(inspection.draft, columnsOf(inspection), reading)
  if (isWhole && missing.length > 0) {
    const names = missing.map(({ name }) => name)
    return <p className={styles['good']}>{findingsText.goodButEmpty(read.records, names)}</p>
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
