import type { Column } from '../../../electron/domain/schema/table'
import { formatCount } from './format'

/** A value in a query result. */
export type Cell = string | number | boolean | null

const utcDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })

/** A value as people read it. Null becomes empty; whoever shows it words null itself. */
export function cellWords(cell: Cell, type: Column['type']): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return Number.isInteger(cell) ? formatCount(cell) : grouped(String(cell))
  if (typeof cell === 'boolean') return cell ? 'true' : 'false'
  if (type === 'datetime') return dateTimeWords(cell)
  return type === 'decimal' ? grouped(cell) : cell
}

/** `22162.5` as `22,162.5`: a column reads alike whether its values have decimals or not. No digit is lost. */
function grouped(number: string): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(number)
  if (match === null) return number
  const [, sign = '', whole = '', fraction = ''] = match
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction}`
}

/** `2018-01-27T14:00:00.0000000Z` as `27 Jan 2018 14:00`; Kusto's times are in UTC, and stay so. */
function dateTimeWords(text: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(\.\d+)?)?Z?$/.exec(text)
  if (match === null) return text
  const [, date = '', minutes = '', seconds = '00', fraction = ''] = match
  const exact = fraction.replace(/\.?0+$/, '')
  const clock = seconds === '00' && exact === '' ? minutes : `${minutes}:${seconds}${exact}`
  return `${utcDay.format(Date.parse(`${date}T00:00:00Z`))} ${clock}`
}
