import { expect, test } from 'vitest'
import { formatFromName } from '../../../electron/domain/data-format'

test.each([
  ['data.csv', 'csv', 'none'],
  ['DATA.CSV.GZ', 'csv', 'gzip'],
  ['a.b.json', 'json', 'none'],
  ['events.jsonl', 'json', 'none'],
  ['x.parquet', 'parquet', 'none'],
  ['bare.gz', undefined, 'gzip'],
  ['bare.zip', undefined, 'zip'],
  ['archive.csv.zip', 'csv', 'zip'],
  ['noextension', undefined, 'none'],
  ['.gitignore', undefined, 'none'],
])('%s', (name, format, compression) => {
  expect(formatFromName(name)).toEqual({ format, compression })
})
