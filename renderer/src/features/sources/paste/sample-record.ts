import type { Column } from '../../../../../electron/domain/schema/table'

const samples: Readonly<Record<Column['type'], string>> = {
  bool: 'true',
  datetime: '2026-01-26 08:00:00',
  decimal: '12.50',
  dynamic: '"{""key"": 1}"',
  guid: '6f9619ff-8b86-4011-b42d-00c04fc964ff',
  int: '42',
  long: '42',
  real: '3.5',
  string: 'text',
  timespan: '00:15:00',
}

/** A record as these columns would take it, as CSV: an example to type by. */
export function sampleRecord(columns: readonly Pick<Column, 'type'>[]): string {
  return columns.map(({ type }) => samples[type]).join(',')
}
