import { describe, expect, test } from 'vitest'
import { formatSchema, parseSchema, readSchema } from '../../../electron/domain/table-schema'

describe('parseSchema', () => {
  test('reads the schema of the how-to', () => {
    const schema = parseSchema(
      '(StartTime: datetime, EndTime: datetime, State: string, DamageProperty: int, DamageCrops: int, Source: string, StormSummary: dynamic)',
    )
    expect(schema.map((column) => `${column.name}:${column.type}`)).toEqual([
      'StartTime:datetime',
      'EndTime:datetime',
      'State:string',
      'DamageProperty:int',
      'DamageCrops:int',
      'Source:string',
      'StormSummary:dynamic',
    ])
  })

  test('takes one column a line, aliases of types and bracketed names', () => {
    expect(parseSchema('[\'a b\']: double\n\n["c.d"] : Date\nplain-name:uuid\n')).toEqual([
      { name: 'a b', type: 'real' },
      { name: 'c.d', type: 'datetime' },
      { name: 'plain-name', type: 'guid' },
    ])
  })

  test('what it writes, it reads', () => {
    const schema = parseSchema("['where']: string, ['a b']: dynamic")
    expect(formatSchema(schema)).toBe("['where']: string, ['a b']: dynamic")
    expect(parseSchema(formatSchema(schema))).toEqual(schema)
  })

  test('tells all that is wrong at once, beside the columns that are right', () => {
    const { columns, problems } = readSchema('A: string, B, C: colour, A: long, D: text')
    expect(columns).toEqual([{ name: 'A', type: 'string' }])
    expect(problems.map(({ message }) => message)).toEqual([
      'Column 2 (“B”) is not “name: type”.',
      'Column “C” has the unknown type “colour”.',
      'Column “A” is there twice.',
      'Column “D” has the unknown type “text”. In Kusto it is “string”.',
    ])
  })

  test.each([
    ['', 'no columns'],
    ['A', 'Column 1'],
    ['A: string, B', 'Column 2'],
    ['A: text', 'unknown type “text”. In Kusto it is “string”.'],
    ['A: colour', 'unknown type “colour”.'],
    ['A: string, A: long', 'there twice'],
    ["['a;b']: string", 'does not allow'],
    ["['a, b']: string", 'does not allow'],
  ])('refuses “%s” and says why', (text, words) => {
    expect(() => parseSchema(text)).toThrowError(words)
  })
})
