import { formatFacts, type Compression } from '../data-format'
import type { Recognition } from './sample'

/** Describes in words what was recognised, for example `CSV in gzip, header row, 7 columns`. */
export function describeContent(compression: Compression, recognised: Recognition): string {
  const { reading, hasHeader, columnCount, findings } = recognised
  const label = reading === null ? 'Unknown format' : formatFacts[reading.format].label
  const parts = [compression === 'none' ? label : `${label} in ${compression}`]
  const contradictsName = findings.some(({ kind }) => kind === 'otherFormatThanNamed')
  if (contradictsName) parts[0] = `${parts[0] ?? ''} by its content`
  if (hasHeader) parts.push('header row')
  if (columnCount !== null) parts.push(columnCount === 1 ? '1 column' : `${columnCount} columns`)
  return parts.join(', ')
}
