import fc from 'fast-check'
import { expect, it } from 'vitest'
import { commandVerb } from '../../../../electron/domain/kql-text'
import { kustoLanguage } from '../../../../electron/local-cluster/kql/kusto-language'

/** What may precede a command or a query, and what only looks like it. */
const before = fc.array(
  fc.constantFrom(
    ' ',
    '\t',
    '\n',
    '\r',
    '\r\n',
    '\f',
    '\u00a0',
    '\u1680',
    '\u180e',
    '\u2003',
    '\u2028',
    '\u2029',
    '\u200b',
    '\u3000',
    '\ufeff',
    '//',
    '// x',
    '// .drop table T\n',
    '#connect x\n',
  ),
  { minLength: 1, maxLength: 4 },
)

it('everything that the official parser takes for a command has a verb here', () => {
  fc.assert(
    fc.property(before, fc.constantFrom('.drop', 'T | count'), (prefix, text) => {
      const csl = prefix.join('') + text
      const { $$name } = kustoLanguage().KustoCode.Parse(csl).Syntax.constructor as unknown as {
        readonly $$name: string
      }
      // It does no harm if the parser takes a command for a query: the query box then refuses more.
      if ($$name.endsWith('CommandBlock')) expect(commandVerb(csl), JSON.stringify(csl)).toBeDefined()
      if (text === 'T | count') expect(commandVerb(csl), JSON.stringify(csl)).toBeUndefined()
    }),
    // The parser takes a tenth of a second per command.
    { numRuns: 60 },
  )
}, 60_000)
