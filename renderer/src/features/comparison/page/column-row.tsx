import type { ReactElement } from 'react'
import type { ColumnSide, ComparedColumn } from '../../../../../electron/domain/schema/comparison'
import { unchangedWords } from '../../../../../electron/domain/snapshot/comparison-words'
import { numberQuery, type ComparedNumber } from '../../../../../electron/domain/snapshot/number-query'
import { rangeWords } from '../../../../../electron/domain/snapshot/range-words'
import { ChangePills } from '../change-pills'
import { compareText } from '../../../text/en-compare'
import { formatCount } from '../../../text/format'
import styles from './columns-card.module.css'
import { KqlNumber } from './kql-number'
import { Spread } from './spread'

/** One column: after above, before below it, how its values are spread, and what changed in words. */
export function ColumnRow(props: {
  readonly column: ComparedColumn
  readonly table: string
  readonly tag: string | null
}): ReactElement {
  const { column, table, tag } = props
  const { name, type, before, after, changes, newValues } = column
  const kql = (what: ComparedNumber): string => numberQuery({ table, tag }, what, column)
  const number = (what: ComparedNumber, head: string, words: string): ReactElement => (
    <KqlNumber what={`${head}, ${name}`} kql={kql(what)}>
      {words}
    </KqlNumber>
  )
  const { head } = compareText
  const range = (side: ColumnSide | null): string => (side === null ? '' : rangeWords(type, side))
  return (
    <tr data-changed={changes.length > 0}>
      <th scope="row" title={`${name}: ${type}`}>
        <span className={styles['columnName']}>{name}</span>
        <span className={styles['columnType']}>{type}</span>
      </th>
      <td className={styles['right']}>
        {number('nulls', head.nulls, nullWords(after))}
        <Before words={before === null ? '' : nullWords(before)} />
      </td>
      <td className={styles['right']}>
        {distinctWords(after) !== '' && number('distinct', head.distinct, distinctWords(after))}
        <Before words={distinctWords(before)} />
      </td>
      <td>
        {newValues.length > 0 ? (
          <span className={styles['newValues']} title={newValues.join(', ')}>
            {compareText.newValues(newValues.length, newValues.join(', '))}
          </span>
        ) : (
          range(after) !== '' && number('range', head.range, range(after))
        )}
        <Before words={range(before)} />
      </td>
      <td>
        <KqlNumber what={`${head.spread}, ${name}`} kql={kql('spread')} className={styles['spreadButton']}>
          <Spread column={column} />
        </KqlNumber>
      </td>
      <td className={styles['changes']}>
        {changes.length === 0 ? (
          <span className={styles['same']}>{unchangedWords(column)}</span>
        ) : (
          <ChangePills changes={changes} />
        )}
      </td>
    </tr>
  )
}

function Before(props: { readonly words: string }): ReactElement {
  return (
    <span className={styles['before']}>
      <span className="visually-hidden">{compareText.legend.before} </span>
      {props.words}
    </span>
  )
}

function nullWords(side: ColumnSide | null): string {
  if (side === null) return ''
  return side.nullsAreEstimated && side.nulls > 0
    ? `${((side.nulls / side.rows) * 100).toFixed(1)}%`
    : formatCount(side.nulls)
}

function distinctWords(side: ColumnSide | null): string {
  if (side === null || side.distinct === null) return ''
  const count = formatCount(side.distinct)
  return side.distinctIsLeast ? compareText.least(count) : count
}
