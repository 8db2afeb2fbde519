import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inspectBlob } from '../../../../electron/services/sources/blob-inspection'
import { ScriptedServer } from '../kusto/scripted-server'

const sas = 'sv=2024-01-01&sp=r&sig=CANARY%2Bx%3D'
let server: ScriptedServer

beforeEach(async () => {
  server = await ScriptedServer.start()
})
afterEach(async () => {
  await server.close()
})

describe('inspectBlob', () => {
  it('asks for the first bytes and tells size, format and compression', async () => {
    server.script = (_request, response) => {
      response.writeHead(206, { 'content-range': 'bytes 0-65535/123456' })
      response.end(gzipSync('a,b\n1,2\n'))
    }
    expect(await inspectBlob(`${server.uri}/acct/c/data.csv?${sas}`)).toMatchObject({
      display: `${server.uri}/acct/c/data.csv`,
      name: 'data.csv',
      sizeBytes: 123_456,
      format: 'csv',
      compression: 'gzip',
      reading: { ignoreFirstRecord: true },
      // The service goes by the name, and would read the packed bytes as text.
      findings: [{ kind: 'otherCompressionThanNamed', facts: { compression: 'gzip', named: 'none' } }],
    })
    expect(server.seen[0]).toMatchObject({ method: 'GET', path: `/acct/c/data.csv?${sas}` })
    expect(server.seen[0]?.headers.range).toBe('bytes=0-65535')
  })

  it.each<[string, string | Buffer, object]>([
    ['pretty.json', '{\n  "a": 1\n}\n{\n  "a": 2\n}\n', { format: 'multijson', findings: [] }],
    ['list.json', '[{"a":1},\n{"a":2}]', { format: 'multijson', findings: [] }],
    ['head.csv', 'id,city\n1,Oslo\n', { format: 'csv', reading: { ignoreFirstRecord: true }, findings: [] }],
    ['export.txt', 'id\tcity\n1\tOslo\n2\tBergen\n', { format: 'tsv', findings: [{ kind: 'otherFormatThanNamed' }] }],
    ['packed.csv.gz', gzipSync('a;b\n1;2\n'), { format: 'scsv', compression: 'gzip' }],
    [
      'plain.csv.gz',
      'a,b\n1,2\n',
      {
        compression: 'none',
        findings: [{ kind: 'otherCompressionThanNamed', facts: { compression: 'none', named: 'gzip' } }],
      },
    ],
  ])('recognises %s as it does files', async (name, content, expected) => {
    server.script = (_request, response) => response.writeHead(200).end(content)
    expect(await inspectBlob(`${server.uri}/c/${name}?${sas}`)).toMatchObject(expected)
  })

  it('names a blob that is no data', async () => {
    server.script = (_request, response) => response.writeHead(200).end('<!doctype html>\n<p>Sign in</p>')
    await expect(inspectBlob(`${server.uri}/c/page.csv?${sas}`)).rejects.toMatchObject({
      code: 'FormatMismatch',
      message: '“page.csv” is a web page, not a file of records.',
    })
    server.script = (_request, response) =>
      response.writeHead(200).end(Buffer.from('a,b\nJos\xe9,1\n', 'latin1'))
    await expect(inspectBlob(`${server.uri}/c/latin.csv?${sas}`)).rejects.toMatchObject({
      code: 'EncodingNotSupported',
      line: 2,
    })
  })

  it('names a blob in an encoding that the service does not read', async () => {
    server.script = (_request, response) =>
      response.writeHead(200).end(Buffer.from('\ufeffname,city\n', 'utf16le'))
    await expect(inspectBlob(`${server.uri}/c/wide.csv?${sas}`)).rejects.toMatchObject({
      code: 'EncodingNotSupported',
      message: '“wide.csv” is UTF-16 text; Kusto reads UTF-8.',
    })
  })

  it('does not read a large blob when storage knows no ranges', async () => {
    server.script = (_request, response) => {
      response.writeHead(200, { 'content-length': '1000000000' })
      response.write(Buffer.alloc(65_536, 0x61))
    }
    expect(await inspectBlob(`${server.uri}/c/x.json?${sas}`)).toMatchObject({
      sizeBytes: 1_000_000_000,
      format: 'json',
    })
  })

  it.each([
    [403, 'AuthenticationFailed', 'BlobForbidden'],
    [404, 'BlobNotFound', 'BlobNotFound'],
    [416, 'InvalidRange', 'FileEmpty'],
    [503, 'ServerBusy', 'BlobUnreachable'],
    [302, '', 'BlobUnreachable'],
  ])('turns HTTP %i into what the user can do', async (status, code, expected) => {
    server.script = (_request, response) =>
      response.writeHead(status, { 'x-ms-error-code': code, location: 'https://evil.example/' }).end('x')
    const error: unknown = await inspectBlob(`${server.uri}/c/b.csv?${sas}`).catch(
      (failure: unknown) => failure,
    )
    expect(error).toMatchObject({ code: expected, nextStep: expect.stringMatching(/\.$/) as string })
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('CANARY')
    expect(server.seen).toHaveLength(1)
  })

  it('says that a private blob needs a SAS', async () => {
    server.script = (_request, response) =>
      response.writeHead(409, { 'x-ms-error-code': 'PublicAccessNotPermitted' }).end()
    await expect(inspectBlob(`${server.uri}/c/b.csv`)).rejects.toMatchObject({ code: 'SasNeeded' })
  })

  it.each([
    'no uri',
    'http://example.com/c/b.csv',
    'https://acct.blob.core.windows.net/',
    'file:///etc/passwd',
  ])('refuses %s without asking anyone', async (uri) => {
    await expect(inspectBlob(uri)).rejects.toMatchObject({ code: 'BlobUriInvalid' })
  })

  it('only parses a URI with a key or an identity', async () => {
    const uri = `${server.uri}/c/b.parquet;CANARYKEY==`
    const blob = await inspectBlob(uri)
    expect(blob).toEqual({
      display: `${server.uri}/c/b.parquet`,
      name: 'b.parquet',
      sizeBytes: null,
      format: 'parquet',
      compression: 'none',
    })
    expect(server.seen).toHaveLength(0)
  })

  it('says that nothing answers', async () => {
    const { uri } = server
    await server.close()
    await expect(inspectBlob(`${uri}/c/b.csv?${sas}`)).rejects.toMatchObject({
      code: 'BlobUnreachable',
      serviceCode: 'ECONNREFUSED',
    })
    server = await ScriptedServer.start()
  })

  it('ends when its user cancels', async () => {
    server.script = () => undefined
    const controller = new AbortController()
    const inspecting = inspectBlob(`${server.uri}/c/b.csv`, controller.signal)
    await expect.poll(() => server.seen.length).toBe(1)
    controller.abort()
    await expect(inspecting).rejects.toMatchObject({ code: 'Canceled' })
  })
})
