import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { makeStormEventsCsv, stormEventsSchema } from '../../../electron/domain/storm-events'

/** A CSV reader of the test's own, so that the generator is not checked by code that it shares. */
function readCsv(text: string): string[][] {
  const records: string[][] = []
  const record: string[] = []
  let field = ''
  let quoted = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? ''
    if (quoted && character === '"' && text[index + 1] === '"') field += text[++index] ?? ''
    else if (character === '"') quoted = !quoted
    else if (!quoted && (character === ',' || character === '\n')) {
      record.push(field)
      field = ''
      if (character === '\n') records.push(record.splice(0))
    } else field += character
  }
  expect(quoted).toBe(false)
  return records
}

const csv = makeStormEventsCsv()
const [header, ...records] = readCsv(csv)

describe('storm events', () => {
  it('are 1,000 records under the header of the schema, the same each time', () => {
    expect(header).toEqual(stormEventsSchema.map((column) => column.name))
    expect(records).toHaveLength(1000)
    expect(records.every((record) => record.length === stormEventsSchema.length)).toBe(true)
    expect(createHash('sha256').update(makeStormEventsCsv()).digest('hex')).toBe(
      createHash('sha256').update(csv).digest('hex'),
    )
    expect(makeStormEventsCsv(1000, 7)).not.toBe(csv)
  })

  it('hold values that fit their columns', () => {
    for (const [
      start = '',
      end = '',
      state = '',
      property = '',
      crops = '',
      source = '',
      summary = '',
    ] of records) {
      expect(start).toMatch(/^2017-\d\d-\d\d \d\d:\d\d:\d\d\.0000000$/)
      expect(end >= start).toBe(true)
      expect(state).toMatch(/^[A-Z ]+$/)
      expect(Number.isSafeInteger(Number(property)) && Number(property) >= 0).toBe(true)
      expect(Number(crops)).toBeLessThan(2 ** 31)
      expect(source).not.toBe('')
      const details = JSON.parse(summary) as {
        TotalDamages: number
        Details: { Description: string; Location: string }
      }
      expect(details.TotalDamages).toBe(Number(property) + Number(crops))
      expect(details.Details.Location).toBe(state)
      expect(details.Details.Description).not.toMatch(/[{}]/)
    }
  })

  it('have line breaks and quotes inside a field, and one last event by its end', () => {
    expect(csv.split('\n').length).toBeGreaterThan(5000)
    expect(csv).toContain('""EventType"": ')
    const ends = records.map((record) => record[1] ?? '')
    const last = ends.reduce((left, right) => (left > right ? left : right))
    expect(last).toBe('2017-12-31 23:50:00.0000000')
    expect(ends.filter((end) => end === last)).toHaveLength(1)
  })
})
