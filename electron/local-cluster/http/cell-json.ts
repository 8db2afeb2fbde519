import { asDynamic } from '../../domain/dynamic-value'
import type { ScalarType } from '../../domain/scalar-type'
import type { Cell } from '../answers/result-table'
import { formatDateTime, formatTimeSpanTicks } from '../time/ticks'

/** Writes one cell as JSON, as the service does for its type. */
export function cellToJson(type: ScalarType, cell: Cell): string {
  if (cell === null) return type === 'string' ? '""' : 'null'
  switch (type) {
    case 'datetime':
      return JSON.stringify(formatDateTime(BigInt(cell)))
    case 'timespan':
      return JSON.stringify(formatTimeSpanTicks(BigInt(cell)))
    case 'dynamic':
      return dynamicToJson(String(cell))
    case 'real':
      return realToJson(Number(cell))
    case 'int':
    case 'long':
      return String(cell)
    case 'bool':
      return cell === true ? 'true' : 'false'
    case 'decimal':
      return JSON.stringify(trimDecimal(String(cell)))
    default:
      return JSON.stringify(String(cell))
  }
}

/** The engine writes all 18 decimal places; the service only the significant ones. */
function trimDecimal(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

/** JSON has no numbers for these three; the service sends their names. */
function realToJson(value: number): string {
  if (Number.isFinite(value)) return String(value)
  return JSON.stringify(Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity')
}

/** A dynamic is sent as the JSON that it keeps. Text that is not JSON (`nan`, which DuckDB accepts) is sent as a string. */
function dynamicToJson(text: string): string {
  try {
    return asDynamic(text)
  } catch {
    return JSON.stringify(text)
  }
}
