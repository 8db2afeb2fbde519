import { randomUUID } from 'node:crypto'
import { Client, ClientRequestProperties } from 'azure-kusto-data'
import { afterAll, describe, expect, it } from 'vitest'
import { connection, database } from './cluster-under-test'
import { serviceError } from './service-error'

const client = new Client(connection())
afterAll(() => client.close())

const semantic = 'Kusto.Data.Exceptions.SemanticException'
const syntax = 'Kusto.Data.Exceptions.SyntaxException'

describe('what is wrong with a query', () => {
  it.each([
    ['a name that is not known', 'invalidSyntax ', semantic, /SEM0100.*'invalidSyntax'.*1:0/s],
    ['a column that is not known', 'print a = 1 | project b', semantic, /SEM0100.*'b'/s],
    ['a function that is not known', 'print nothing_such(1)', semantic, /nothing_such/],
    ['a query that does not end', 'print a = (1', syntax, /SYN0002/],
    ['an operator that is not known', 'print 1 | frobnicate', syntax, /frobnicate/],
  ])('%s', async (_what, csl, type, message) => {
    const error = await serviceError(client.executeQuery(database, csl))
    expect(error).toMatchObject({ status: 400, '@permanent': true, '@type': type })
    expect(error.code).toBe('General_BadRequest')
    expect(error['@message']).toMatch(message)
  })
})

describe('what is wrong with a command', () => {
  it.each([
    ['a command that is not known', '.frobnicate table T', /SYN0002.*frobnicate/s],
    ['a table that is not there', '.drop table no_such_table', /no_such_table/],
    ['a bad type', '.create table T (a: strange)', /strange/],
    ['storing a query’s result', '.set stored_query_result R <| print 1', /stored_query_result|SYN0002/],
    ['mapping text that is not JSON', '.create database Conformance ingestion json mapping "m" "[{"', /JSON/],
  ])('%s', async (_what, csl, message) => {
    const error = await serviceError(client.executeMgmt(database, csl))
    expect(error).toMatchObject({ status: 400, '@permanent': true })
    expect(error['@message']).toMatch(message)
  })
})

describe('everywhere', () => {
  it('a name that is taken', async () => {
    const table = `taken_${randomUUID().slice(0, 8)}`
    await client.executeMgmt(database, `.create tables ${table} (a: long), ${table}_2 (a: long)`)
    const error = await serviceError(client.executeMgmt(database, `.rename table ${table}_2 to ${table}`))
    expect(error).toMatchObject({ status: 400, '@permanent': true })
    expect(error['@message']).toContain(table)
  })

  it('a database that is not there', async () => {
    const error = await serviceError(client.execute('no_such_database', 'print 1'))
    expect(error).toMatchObject({ status: 400, '@permanent': true })
    expect(error['@message']).toContain('no_such_database')
  })

  it('the request is named by the id that the client gave it', async () => {
    const properties = new ClientRequestProperties()
    properties.clientRequestId = `Conformance;${randomUUID()}`
    const error = await serviceError(client.execute(database, 'nothing_there', properties))
    expect(error['@context'].clientRequestId).toBe(properties.clientRequestId)
  })

  it('a query that takes too long is transient, and says so', async () => {
    const properties = new ClientRequestProperties()
    properties.setTimeout(10)
    const csl = 'range i from 1 to 300000000 step 1 | summarize sum(i * i)'
    const error = await serviceError(client.execute(database, csl, properties))
    expect(error).toMatchObject({ status: 504, '@permanent': false })
    expect(error['@message']).toContain('Query is expired')
  })

  it('a result of too many rows', async () => {
    const properties = new ClientRequestProperties()
    properties.setOption('truncationmaxrecords', 10)
    const failed = client.execute(database, 'range i from 1 to 11 step 1', properties)
    await expect(failed).rejects.toThrow()
  })
})
