import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FindingReport } from '../../../electron/cli/finding-report'
import { CommandLineUnderTest, lastLine } from './command-line-under-test'

/** A small file that people meet, and what `preflight` has to say of it. */
interface Case {
  readonly name: string
  readonly content: string | Buffer
  /** Kinds with their columns, for example `epochNumber at`; in any order, and no others. */
  readonly kinds: readonly string[]
  /** What the words of all findings have to hold. */
  readonly words?: RegExp
}

/** Cases that share a schema and switches, and so one run. */
interface Group {
  readonly title: string
  readonly schema: string
  readonly switches?: readonly string[]
  readonly cases: readonly Case[]
}

const shops = 'shop,town,sales\nA1,Bergen,10.5\nB2,Turku,7.25\n'

const groups: readonly Group[] = [
  {
    title: 'a header that is sent as data',
    schema: 'shop:string, town:string, sales:real',
    switches: ['--keep-first-record'],
    cases: [
      {
        name: 'typed.csv',
        content: shops.replace('shop,town', 'Laden,Ort'),
        kinds: ['headerSeen', 'notOfType sales'],
        words: /looks like a header/,
      },
      {
        name: 'index.csv',
        content: ',Ort,Umsatz\n0,Bergen,1.5\n1,Turku,2.5\n',
        kinds: ['headerSeen', 'notOfType sales'],
      },
      { name: 'none.csv', content: 'A1,Bergen,10.5\nB2,Turku,7.25\n', kinds: [] },
    ],
  },
  {
    title: 'a first record that repeats only some of the columns',
    schema: 'shop:string, town:string, sales:real',
    cases: [
      {
        name: 'other.csv',
        content: 'branch,town,sales\nA1,Bergen,10.5\nB2,Turku,7.25\n',
        kinds: ['extraField branch', 'missingColumn shop'],
      },
    ],
  },
  {
    title: 'no header that repeats the columns, because it is left out',
    schema: 'shop:string, town:string, sales:real',
    cases: [
      { name: 'typed.csv', content: shops, kinds: [] },
      { name: 'index.csv', content: ',town,sales\n0,Bergen,1.5\n1,Turku,2.5\n', kinds: [] },
      { name: 'other-case.csv', content: shops.replace('shop,town', 'SHOP,Town'), kinds: [] },
    ],
  },
  {
    title: 'a header of texts over texts, some of which the columns’ names give away',
    schema: 'shop:string, town:string, remark:string',
    cases: [
      { name: 'texts.csv', content: 'shop,town,remark\nAnna,Bergen,x\nBea,Turku,y\n', kinds: [] },
      {
        name: 'most.csv',
        content: 'shop,town,notes\nAnna,Bergen,x\nBea,Turku,y\n',
        kinds: ['extraField notes', 'missingColumn remark'],
      },
    ],
  },
  {
    title: 'a header that is left out',
    schema: 'shop:string, town:string, sales:real',
    switches: ['--ignore-first-record'],
    cases: [
      { name: 'good.csv', content: shops, kinds: [] },
      {
        name: 'order.csv',
        content: 'sales,shop,town\n10.5,A1,Bergen\n7.25,B2,Turku\n',
        kinds: [],
      },
      {
        name: 'more.csv',
        content: 'shop,town,sales,remark\nA1,Bergen,10.5,x\nB2,Turku,7.25,y\n',
        kinds: ['extraField remark'],
        words: /no column for “remark”/,
      },
      {
        name: 'above.csv',
        content: `Sales by shop\nMade on Monday\n\n${shops}`,
        kinds: ['preamble'],
        words: /begins on line 4/,
      },
      {
        name: 'comments.csv',
        content: `# till 7\n# EUR\n${shops}`,
        kinds: ['commentLines'],
        words: /comments above/,
      },
      {
        name: 'quote.csv',
        content: 'shop,town,sales\nA1,"Ber" gen,10.5\nB2,Turku,7.25\n',
        kinds: ['textAfterQuote'],
        words: /line 2\) has text after the closing quote of field 2/,
      },
      {
        name: 'backslash.csv',
        content: 'shop,town,sales\n"A\\"1","Ber\\"gen",10.5\n"B\\"2","Tur\\"ku",7.25\n',
        kinds: ['backslashQuotes'],
        words: /escaped by a backslash; CSV doubles them/,
      },
      { name: 'tabs.txt', content: shops.replaceAll(',', '\t'), kinds: ['otherFormatThanNamed'] },
      { name: 'commas.json', content: shops, kinds: ['otherFormatThanNamed'], words: /content is CSV/ },
      { name: 'pipes.jsonl', content: shops.replaceAll(',', '|'), kinds: ['otherFormatThanNamed'] },
      {
        name: 'commas.csv',
        content: 'shop;town;sales\nA1;Bergen;10,5\nB2;Turku;7,25\n',
        kinds: ['otherFormatThanNamed', 'decimalComma sales'],
      },
      {
        name: 'wide.csv',
        content: Buffer.from(`\ufeff${shops}`, 'utf16le'),
        kinds: ['encoding'],
        words: /UTF-16/,
      },
    ],
  },
  {
    title: 'values that their columns do not take',
    schema: 'no:long, at:datetime, is:bool',
    cases: [
      {
        name: 'milliseconds.json',
        content: '{"no":1,"at":1735689600000,"is":true}\n{"no":2,"at":1735689660000,"is":false}\n',
        kinds: ['epochNumber at'],
        words: /count milliseconds since 1970.*--convert times/,
      },
      {
        name: 'seconds.csv',
        content: '1,1735689600,true\n2,1735689660,false\n',
        kinds: ['epochNumber at'],
        words: /seconds/,
      },
      {
        name: 'days.csv',
        content: '1,14/02/2025,true\n2,03/02/2025,false\n',
        kinds: ['dayFirst at', 'dayFirst at'],
        words: /It arrives as 2025-03-02/,
      },
      {
        name: 'words.csv',
        content: '1,N/A,NULL\n2,2025-02-03,true\n',
        kinds: ['nullWord at', 'nullWord is'],
      },
      {
        name: 'half.json',
        content: '{"no":1,"at":"2025-02-03","is":true,"x":""}\n{"no":2,"x":"\\ud83d"}\n',
        kinds: ['loneSurrogate', 'extraField x'],
        words: /line 2\) holds half of a character/,
      },
      {
        name: 'bad.json',
        content: '{"no":1,"at":null,"is":true}\n{"no":2,\n{"no":3}\n',
        kinds: ['notJson'],
        words: /Line 2/,
      },
      {
        name: 'garbage.json',
        content: '[{"no":1,"at":null,"is":true},{"no":2,"at":null,"is":true}] rest',
        kinds: ['notJson'],
        words: /Kusto refuses the whole file/,
      },
      {
        name: 'case.json',
        content: '{"No":1,"At":"2025-02-03","Is":true}\n',
        kinds: ['caseDiffers No', 'caseDiffers At', 'caseDiffers Is'],
      },
    ],
  },
  {
    title: 'letters beside a number are no header, whatever the columns are called',
    schema: 'a:string, b:string, c:string',
    cases: [
      { name: 'letters.csv', content: '1,a,b\n2,c,d\n', kinds: [] },
      { name: 'letters.csv.gz', content: gzipSync('7,c,b\n'), kinds: [] },
    ],
  },
]

let cli: CommandLineUnderTest
const found = new Map<string, FindingReport[]>()
const problems = new Map<string, string>()

beforeAll(async () => {
  cli = await CommandLineUnderTest.start()
  await Promise.all(
    groups.map(async ({ schema, switches = [], cases }, index) => {
      const paths = cases.map(({ name, content }) => cli.file(`${index}/${name}`, content))
      const run = await cli.run(['preflight', ...paths, '--schema', schema, ...switches, '--json'], {
        home: `${cli.home}-${index}`,
      })
      const said = lastLine(run)
      for (const path of paths) found.set(path, [])
      for (const finding of said['findings'] as FindingReport[]) found.get(finding.file)?.push(finding)
      for (const file of said['files'] as { file: string; problem: { message: string } | null }[])
        if (file.problem !== null) problems.set(file.file, file.problem.message)
    }),
  )
})

afterAll(() => cli.close())

describe.each(groups.map((group, index) => ({ ...group, index })))(
  'preflight tells: $title',
  ({ cases, index }) => {
    test.each(cases)('$name', ({ name, kinds, words }) => {
      const path = `${cli.folder}/${index}/${name}`
      expect(problems.get(path)).toBeUndefined()
      const told = found.get(path) ?? []
      const names = told.map(({ kind, column }) => (column === null ? kind : `${kind} ${column}`))
      expect([...names].sort()).toEqual([...kinds].sort())
      if (words !== undefined)
        expect(told.map(({ reason, nextStep }) => `${reason} ${nextStep}`).join(' ')).toMatch(words)
    })
  },
)
