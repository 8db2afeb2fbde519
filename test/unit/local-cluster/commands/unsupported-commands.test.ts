import { expect, it } from 'vitest'
import { KustoError } from '../../../../electron/local-cluster/answers/kusto-error'
import { readCommand } from '../../../../electron/local-cluster/commands/read-command'

function failure(csl: string): KustoError {
  try {
    readCommand(csl)
  } catch (error) {
    if (error instanceof KustoError) return error
    throw error
  }
  throw new Error(`${csl} was parsed`)
}

it.each([
  ['.export async to csv ("x") <| T', '.export'],
  ['.create materialized-view M on table T { T | count }', '.create materialized-view'],
  ["// why\n.alter column ['a b'].b policy encoding type = 'x'", '.alter column policy'],
  ["  .set function ['F 1'] admins ('aaduser=x')", '.set function admins'],
  ['.show table T data statistics', '.show table data statistics'],
  ['.show graph_models', '.show graph_models'],
  ['.cancel query "x"', '.cancel query'],
  ['.create-or-alter workload_group G "{}"', '.create-or-alter workload_group'],
  ['.update table T delete D append A <| T', '.update'],
])('refuses %s by name and place', (csl, name) => {
  const error = failure(csl)
  expect(error.code).toBe('BadRequest_NotSupported')
  expect(error.message).toContain(`The command '${name}' is not supported by the local cluster`)
  const line = csl.slice(0, csl.indexOf('.')).split('\n').length
  const column = csl.split('\n')[line - 1]?.indexOf('.')
  expect(error.message).toContain(`[line:position=${line}:${column}]`)
})

it.each(['.frobnicate table T', '.show table', '.updates', '.show caches', '.create table T'])(
  'finds %s to be no command at all',
  (csl) => {
    expect(failure(csl).message).toContain('SYN0002')
  },
)

it('still parses what it knows', () => {
  expect(readCommand('.show ingestion mappings')).toMatchObject({ words: 'show ingestion' })
  expect(readCommand('.show ingestion failures')).toMatchObject({ words: 'show ingestion failures' })
  expect(readCommand('.set database <| print 1')).toMatchObject({ words: 'set T' })
})
