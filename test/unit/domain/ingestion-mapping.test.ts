import { describe, expect, it } from 'vitest'
import { formatMapping, parseMapping } from '../../../electron/domain/ingestion-mapping'
import type { ColumnSource } from '../../../electron/domain/schema/table'

describe('an ingestion mapping', () => {
  it('reads back as it was written', () => {
    const columns: readonly ColumnSource[] = [
      { column: 'Id', type: 'long', ordinal: 0 },
      { column: 'At', type: 'datetime', path: '$.at', transform: 'DateTimeFromUnixSeconds' },
      { column: 'From', type: 'string', constant: 'radar' },
    ]
    expect(parseMapping(formatMapping(columns))).toEqual(columns)
  })

  it('is read in the spellings of other clients', () => {
    expect(
      parseMapping(
        '[{"Name":"Id","DataType":"int64","Ordinal":3},{"column":"B","properties":{"path":"$.b","transform":"None"}}]',
      ),
    ).toEqual([
      { column: 'Id', type: 'long', ordinal: 3 },
      { column: 'B', type: 'string', path: '$.b' },
    ])
  })

  it('is told from a text that is none', () => {
    expect(parseMapping('{"column":"a"}')).toBeNull()
    expect(parseMapping('[{"path":"$.a"}]')).toBeNull()
    expect(parseMapping('nothing')).toBeNull()
  })
})
