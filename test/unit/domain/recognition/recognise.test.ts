import { describe, expect, it } from 'vitest'
import { guessTypes } from '../../../../electron/domain/recognition/guess-schema'
import { recognise } from '../../../../electron/domain/recognition/recognise'
import type { Recognition } from '../../../../electron/domain/recognition/sample'
import type { Finding } from '../../../../electron/domain/schema/inspection'
import type { Reading } from '../../../../electron/domain/schema/reading'

const look = (
  name: string,
  content: string | Buffer,
  options: {
    readonly chosen?: Reading
    readonly columns?: readonly string[]
    readonly isWhole?: boolean
  } = {},
): Recognition => {
  const { columns, chosen, isWhole = true } = options
  const sample = { bytes: Buffer.from(content), isWhole, name, ...(columns === undefined ? {} : { columns }) }
  return recognise(sample, chosen === undefined ? {} : { chosen })
}
const finding = (found: Recognition, kind: Finding['kind']): Finding | undefined =>
  found.findings.find((one) => one.kind === kind)
const kinds = ({ findings }: Recognition): string[] => findings.map(({ kind }) => kind)
const names = ({ fields }: Recognition): string[] => fields.map(({ name }) => name)

describe('the names of fields', () => {
  it('are those of the header, cleaned, and each once', () => {
    const found = look('p.csv', ',city, temp ,city,2024\n0,Oslo,4.5,x,1.5\n1,Rome,18.25,y,2.5\n')
    expect(names(found)).toEqual(['Column1', 'city', 'temp', 'city_2', '2024'])
    expect(finding(found, 'duplicateNames')?.facts).toEqual({ names: ['city'] })
  })

  it('are invented where there is no header, and paths of JSON where there are keys', () => {
    expect(names(look('a.csv', '1,Oslo\n2,Rome\n'))).toEqual(['Column1', 'Column2'])
    const found = look('a.json', '{"id":1,"a b":{"c":1}}\n{"id":2,"x":null}\n')
    expect(found.fields.map(({ path }) => path)).toEqual(['$.id', "$['a b']", '$.x'])
    expect(guessTypes(found).map(({ inferred }) => inferred)).toEqual(['long', 'dynamic', 'string'])
  })

  it('come from a comment above the table, too', () => {
    const found = look('a.csv', '# made by x\n# id,temp\n1,4.5\n2,5.5\n')
    expect(found.reading).toMatchObject({ skipLines: 1, ignoreFirstRecord: true })
    expect(names(found)).toEqual(['id', 'temp'])
    expect(found.rows.map(({ line }) => line)).toEqual([3, 4])
  })
})

describe('what is wrong with records', () => {
  it('names the record that has another number of fields, not the header', () => {
    const found = look('a.csv', 'id,city,temp\n1,Oslo,4.5\n2,Rome\n3,Lima,19,x,y\n4,Bern,7\n')
    expect(finding(found, 'fewerFields')).toMatchObject({
      effect: 'refused',
      count: 1,
      facts: { fields: 2, expected: 3 },
      examples: [{ line: 3, record: 2 }],
    })
    expect(finding(found, 'moreFields')).toMatchObject({
      facts: { fields: 5, expected: 3 },
      examples: [{ record: 3 }],
    })
  })

  it('names text behind a closing quote by record, line and field', () => {
    const found = look('q.csv', 'id,name,size\n1,"a\nb",5\n2,"cog" x,7\n3,plain,8\n')
    expect(finding(found, 'textAfterQuote')).toMatchObject({
      facts: { field: 2 },
      examples: [{ record: 2, line: 4 }],
    })
  })

  it('names the line that is no JSON, and leaves the format as it is', () => {
    const found = look('d.json', '{"a":1}\n{"a":\n{"a":3}\n[1]\n{"a":"\\ud800"}\n{"a":5}\n')
    expect(found.reading?.format).toBe('json')
    expect(finding(found, 'notJson')).toMatchObject({
      effect: 'leftOut',
      count: 2,
      examples: [{ line: 2 }, { line: 4 }],
    })
    expect(finding(found, 'loneSurrogate')).toMatchObject({ examples: [{ line: 5 }] })
  })

  it('names what stands behind an array, and records that are inside of one', () => {
    expect(finding(look('a.json', '[{"a":1},\n{"a":2}] rest\n'), 'notJson')).toMatchObject({
      effect: 'refused',
      examples: [{ line: 2, value: 'rest' }],
    })
    expect(finding(look('e.json', '{"data":[{"a":1},{"a":2}],"next":null}'), 'recordsInside')).toMatchObject({
      column: '$.data',
      count: 2,
    })
  })
})

describe('what has to be converted', () => {
  const windows = Buffer.from('id;name\n1;\x93A\x94\n', 'latin1')

  it('is named with its byte and its place, and is refused until the user agrees', () => {
    const found = look('w.csv', windows)
    expect(found.reading).toMatchObject({ format: 'scsv', encoding: 'windows-1252' })
    expect(finding(found, 'encoding')).toMatchObject({
      effect: 'refused',
      facts: { encoding: 'windows-1252', byte: 0x93, offset: 10, line: 2 },
    })
    const { reading } = found
    if (reading === null) throw new Error('It can be read')
    const agreed = look('w.csv', windows, { chosen: reading })
    expect(finding(agreed, 'encoding')?.effect).toBe('none')
    expect(agreed.rows[0]?.cells).toEqual(['1', '“A”'])
  })

  it('is told from damage, and from scripts that no encoding of one byte explains', () => {
    const damaged = look(
      'd.csv',
      Buffer.concat([Buffer.from('id,name\n1,Zoë\n2,Łódź\n3,'), Buffer.from([0xe9, 0x0a])]),
    )
    expect(damaged.reading?.encoding).toBe('utf-8')
    expect(finding(damaged, 'encoding')).toMatchObject({ effect: 'refused', facts: { damaged: 1, line: 4 } })
    // Words in Windows-1251.
    const other = look(
      'c.csv',
      Buffer.from([...Buffer.from('id;city\n1;'), 0xcc, 0xee, 0xf1, 0xea, 0xe2, 0xe0, 0x0a]),
    )
    expect(other).toMatchObject({ reading: null, problem: { code: 'EncodingNotSupported', line: 2 } })
  })

  it.each([
    ['report\nof May\n\nid,city\n1,Oslo\n2,Rome\n', 'preamble', { skipLines: 3 }],
    ['# x\nid,city\n1,Oslo\n2,Rome\n', 'commentLines', { skipLines: 1 }],
    ['id,city\n1,Oslo\n# x\n2,Rome\n', 'commentLines', { comment: '#' }],
    ['sep=;\nid;city\n1;Oslo\n', 'separatorLine', { skipLines: 1, format: 'scsv' }],
    ['id^city\n1^Oslo\n2^Rome\n', 'otherDelimiter', { delimiter: '^', format: 'csv' }],
    ['id,body\n1,"{\\"a\\":1}"\n2,"{\\"a\\":2}"\n', 'backslashQuotes', { backslashQuotes: true }],
  ] as const)('%j: %s', (content, kind, reading) => {
    const found = look('a.csv', content)
    expect(found.reading).toMatchObject({ ...reading, ignoreFirstRecord: true })
    expect(finding(found, kind)?.effect).not.toBe('none')
    const agreed = look('a.csv', content, { chosen: found.reading ?? undefined } as { chosen: Reading })
    expect(finding(agreed, kind)?.effect).toBe('none')
    expect(agreed.rows).toHaveLength(found.rows.length)
  })
})

describe('a choice of the user', () => {
  const plain: Reading = { format: 'csv', ignoreFirstRecord: false, encoding: 'utf-8', skipLines: 0 }

  it('is followed, and what speaks against it is told', () => {
    const content = 'id,city\n1,Oslo\n2,Rome\n'
    expect(kinds(look('a.csv', content, { chosen: plain }))).toEqual(['headerSeen'])
    expect(
      kinds(look('a.csv', '1,Oslo\n2,Rome\n', { chosen: { ...plain, ignoreFirstRecord: true } })),
    ).toEqual(['noHeader'])
    expect(look('a.csv', content, { chosen: { ...plain, format: 'txt' } }).rows[1]?.cells).toEqual(['1,Oslo'])
  })
})

describe('a name', () => {
  it('is told when it stands for another format', () => {
    expect(finding(look('a.csv', 'a\tb\n1\t2\n'), 'otherFormatThanNamed')?.facts).toEqual({
      named: 'csv',
      format: 'tsv',
    })
    expect(kinds(look('a.json', '[{"a":1}]'))).toEqual([])
    expect(kinds(look('a.log', '#Fields: a b\n1 2\n'))).toEqual([])
  })

  it('decides where a table has one column', () => {
    const columns = ['Line']
    expect(look('a.csv', 'a;b\nc;d\n', { columns }).reading?.format).toBe('csv')
    expect(look('a.csv', 'a;b\nc;d\n').reading?.format).toBe('scsv')
  })

  it('does not make a web page a table', () => {
    const page = '<!-- saved -->\n<!DOCTYPE html>\n<html><body>Sign in, please</body></html>\n'
    expect(look('export.csv', page).problem?.message).toBe(
      '“export.csv” is a web page, not a file of records.',
    )
    const kept = look('page.html', page)
    expect(kept.problem).toBeNull()
    expect(kinds(kept)).toEqual(['webPage'])
  })
})

it('gives the same for a sample that is cut in the middle of a record or a character', () => {
  const text = `id;city;temp\n${Array.from({ length: 200 }, (_, index) => `${index};Zürich ${index};${index}.5\n`).join('')}`
  const bytes = Buffer.from(text)
  for (let length = 100; length < 140; length++) {
    const found = look('a.csv', bytes.subarray(0, length), { isWhole: false })
    expect(found.reading).toEqual(look('a.csv', text).reading)
    expect(kinds(found)).toEqual(['otherFormatThanNamed'])
  }
})

describe('text under the name of a binary format', () => {
  it('is recognised by its form, and told', () => {
    const found = look('wrong.parquet', 'id,city\n1,Oslo\n2,Rome\n3,Turku\n')
    expect(found).toMatchObject({ problem: null, reading: { format: 'csv', ignoreFirstRecord: true } })
    expect(finding(found, 'otherFormatThanNamed')?.facts).toEqual({ named: 'parquet', format: 'csv' })
    expect(look('wrong.avro', '{"id":1}\n{"id":2}\n').reading?.format).toBe('json')
  })

  it('is refused if it has no form', () => {
    expect(look('notes.parquet', 'not found\n').problem?.message).toContain('named as Parquet')
    expect(look('page.orc', '<!DOCTYPE html><html><body>Sign in</body></html>').problem).not.toBeNull()
  })
})
