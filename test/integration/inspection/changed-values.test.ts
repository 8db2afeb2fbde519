import { expect, test } from 'vitest'
import { wordsOfFinding } from '../../../electron/domain/finding-words'
import type { Finding } from '../../../electron/domain/schema/inspection'
import { targetOf } from '../../support/inspection-under-test'
import { sharedInspection, summary } from '../../support/shared-inspection'

const { inspection, file, checked } = await sharedInspection()

test('values that arrive as others are told by kind, and none that arrives as it is', async () => {
  const rows = [
    ['01234', '007.5', '90', '{a:1}'],
    ['-05', '0.5', '0', '[1 2]'],
    ['0', '-0.25', '1:30', '{"a":1}'],
    ['10', '0', '1.02:03:04', 'text'],
    ['0x1F', '0e0', '-3', '[1,2]'],
  ]
  const text = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n')
  const check = await checked(
    file('changed.csv', `code,price,took,body\n${text}\n`),
    'code:long, price:real, took:timespan, body:dynamic',
  )
  expect(check.findings.map(summary).sort()).toEqual([
    'brokenJson changed body 2',
    'daysForNumber changed took 2',
    'leadingZeros changed code 2',
    'leadingZeros changed price 1',
  ])
  const becomes = (kind: Finding['kind']): unknown =>
    check.findings
      .find((one) => one.kind === kind)
      ?.examples.map(({ line, value, becomes: other }) => [line, value, other])
  expect(becomes('leadingZeros')).toEqual([
    [2, '01234', '1234'],
    [3, '-05', '-5'],
  ])
  expect(becomes('daysForNumber')).toEqual([
    [2, '90', '90.00:00:00'],
    [6, '-3', '-3.00:00:00'],
  ])
  expect(becomes('brokenJson')).toEqual([
    [2, '{a:1}', '"{a:1}"'],
    [3, '[1 2]', '"[1 2]"'],
  ])
})

test('what a dynamic does to the JSON in a field is told: keys that stand twice, numbers that it does not hold', async () => {
  const cells = [
    '{"a":0.10,"a":2}',
    '{bad json, "a":1, "a":2}',
    '007',
    '{"x":1e400}',
    '{"x":12345678901234567890}',
    '{"x":9007199254740993,"y":"1e400 0.10"}',
    ' [{"k":\n1,"k":1}]',
    '0.50',
  ]
  const rows = cells.map((cell, index) => `${index},"${cell.replaceAll('"', '""')}"`).join('\n')
  const { findings } = await checked(file('dynamic.csv', `id,d\n${rows}\n`), 'id:long, d:dynamic')
  expect(
    findings.map((one) => [
      summary(one),
      ...one.examples.map(({ line, value, becomes }) => [line, value, becomes]),
    ]),
  ).toEqual([
    ['digitsLost changed d 2', [5, '1e400', 'inf'], [6, '12345678901234567890', '1.2345678901234567e+19']],
    ['brokenJson changed d 1', [3, '{bad json, "a":1, "a":2}', '"{bad json, \\"a\\":1, \\"a\\":2}"']],
    ['keyTwice unread d.a 1', [2, '2', '0.10']],
    ['numberRewritten none d 2', [2, '0.10', '0.1'], [10, '0.50', '0.5']],
    ['keyTwice none d.k 1', [8, '1', '1']],
  ])
})

test('numbers beside which something else stands become null, and why is told', async () => {
  const values = ['12 kg', '5%', '$5', '€ 1.234,50', '7 USD', '(12.50)', '="01234"', '12kg', 'abc', '4x']
  const text = values.map((value) => `"${value.replaceAll('"', '""')}"`).join('\n')
  const { findings } = await checked(file('units.csv', `size\n${text}\n`), 'size:real')
  expect(findings.map(summary).sort()).toEqual([
    'bracketedNumber null size 1',
    'formulaText null size 1',
    'money null size 3',
    'notOfType null size 2',
    'withUnit null size 3',
  ])
})

test('days of a spreadsheet become null, and are converted to the day that is told', async () => {
  const path = file('serial.csv', 'day,id\n45292,1\n45292.75,2\n2024-01-03,3\n')
  const target = targetOf('day:datetime, id:long')
  const look = await inspection.look(path, target)
  expect(look.findings.map(summary)).toEqual(['serialDate null day 2'])
  const [told] = look.findings
  if (told === undefined || look.reading === null) return expect.fail('nothing is told')
  expect(wordsOfFinding(told).nextStep).toContain('“45292” becomes 2024-01-01')
  const reading = { ...look.reading, conversions: [{ field: 0, as: 'serialDate' as const }] }
  const converted = await inspection.look(path, target, reading)
  expect(converted.findings).toEqual([])
  expect(converted.columns[0]).toMatchObject({
    minimum: '2024-01-01T00:00:00Z',
    maximum: '2024-01-03T00:00:00Z',
  })
})

test('without a target, bounds are those of the type that the values suggest, and texts have none', async () => {
  const rows = Array.from(
    { length: 1200 },
    (_, index) => `${index},item ${index},2024-01-0${(index % 9) + 1}`,
  )
  const { columns } = await checked(file('bounds.csv', `n,name,day\n${rows.join('\n')}\n`))
  expect(columns.map(({ minimum, maximum }) => [minimum, maximum])).toEqual([
    ['0', '1199'],
    [null, null],
    ['2024-01-01T00:00:00Z', '2024-01-09T00:00:00Z'],
  ])
})
