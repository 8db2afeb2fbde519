import { expect, test } from 'vitest'
import { recognise } from '../../../electron/domain/recognition/recognise'
import { firstRecordOf, repeatsColumns } from '../../../electron/domain/repeated-header'

const columns = ['Id', 'Town', 'Sales'].map((name) => ({ name }))

function repeats(name: string, text: string): boolean {
  return repeatsColumns(firstRecordOf(recognise({ bytes: Buffer.from(text), isWhole: true, name })), columns)
}

test.each([
  ['in another case', 'a.csv', 'id,TOWN,sales\n1,Bergen,2\n'],
  ['in another order', 'a.csv', 'Sales,Id,Town\n1,2,Bergen\n'],
  ['only some of them', 'a.tsv', 'Id\tTown\n1\tBergen\n'],
  ['after a column without a name', 'a.csv', ',Id,Town\n0,1,Bergen\n'],
  ['in quotes', 'a.csv', '"Id","Town"\n1,Bergen\n'],
  ['and nothing follows', 'a.csv', 'Id,Town,Sales\n'],
])('a first record that repeats the columns %s is known', (_, name, text) => {
  expect(repeats(name, text)).toBe(true)
})

test.each([
  ['has another name among them', 'a.csv', 'Id,Town,Price\n1,Bergen,2\n'],
  ['is a record', 'a.csv', '1,Bergen,2\n2,Turku,3\n'],
  ['has nothing in it', 'a.csv', ',,\n1,Bergen,2\n'],
  ['has a name twice', 'a.csv', 'Town,Town\nBergen,Turku\n'],
  ['is below another line', 'a.csv', 'Made on Monday\n\nId,Town,Sales\n1,Bergen,2\n2,Turku,3\n'],
  ['is a line of text', 'a.txt', 'Town\nBergen Turku\n'],
])('a first record is not taken for the columns if it %s', (_, name, text) => {
  expect(repeats(name, text)).toBe(false)
})
