import { describe, expect, it } from 'vitest'
import { ToldText, toldColumns } from '../../../../electron/local-cluster/kql/told-columns'

const question = { at: 4, sql: '', before: [], prefix: '', keepsTypes: false }

describe('ToldText', () => {
  const told = [
    { at: 8, schema: 'b', keys: [], unclear: [] },
    { at: 4, schema: 'a', keys: [], unclear: [] },
  ]

  it('puts the columns where their plugins end, whatever the order in which they became known', () => {
    expect(new ToldText('0123456789', told).text).toBe('0123 : (a)4567 : (b)89')
  })

  it('leads back to the original text', () => {
    const text = new ToldText('0123456789', told)
    const offsets = [...text.text].map((_character, offset) => text.original(offset))
    expect(offsets).toEqual([0, 1, 2, 3, 4, 4, 4, 4, 4, 4, 4, 5, 6, 7, 8, 8, 8, 8, 8, 8, 8, 9])
  })
})

describe('toldColumns', () => {
  it('quotes names, and puts a column of the input where the key with its name is', () => {
    const before = [
      { name: 'a"b', type: 'long' },
      { name: 'p_c', type: 'real' },
    ]
    const rows = [['c', 'string'] as const, ['d', 'unclear'] as const]
    expect(toldColumns({ ...question, before, prefix: 'p_' }, rows)).toEqual({
      at: 4,
      schema: '["a\\"b"]:long, ["p_c"]:string, ["p_d"]:string',
      keys: ['c', 'd'],
      unclear: ['d'],
    })
    expect(toldColumns({ ...question, before, prefix: 'p_', keepsTypes: true }, rows).schema).toContain(
      '["p_c"]:real',
    )
  })
})
