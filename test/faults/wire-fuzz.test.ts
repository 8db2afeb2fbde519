import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rounds, seedOf } from '../support/rounds'
import { ClusterProcess } from '../support/cluster-process'

const seconds = rounds.wireSeconds
const seed = seedOf('WIRE_FUZZ_SEED', seconds === 20)
/** Requests that are under way together. */
const connections = 8
/** Within this time every complete request is answered; a machine at its limits takes a while for a query. */
const deadlineMs = 20_000
/** The process may keep this much after all is done: caches and what its allocators hold back. */
const toleratedGrowthMb = 250

let folder: string
let cluster: ClusterProcess

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wire-fuzz-'))
  cluster = await ClusterProcess.start(folder)
})
afterAll(async () => {
  await cluster.close()
  await rm(folder, { recursive: true, force: true })
})

const database = 'Samples'
const paths = [
  '/v1/rest/mgmt',
  '/v1/rest/query',
  '/v2/rest/query',
  `/v1/rest/ingest/${database}/T?streamFormat=csv`,
  `/v1/rest/ingest/${database}/T?streamFormat=json&mappingName=m`,
  `/v1/rest/ingestion/queued/${database}/T`,
  `/v1/rest/ingestion/queued/${database}/T/some-operation?details=true`,
  '/v1/rest/ingestion/configuration',
  '/v1/rest/auth/metadata',
  '/',
  '//',
  '/%',
  '/v1/rest/ingest/%00/%ff',
]

const statements = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        'T',
        '|',
        'where',
        'x',
        '==',
        '"a"',
        "'",
        '(',
        ')',
        '[',
        'dynamic',
        'let',
        '=',
        ';',
        'range',
        'from',
        '1',
        'to',
        'by',
        'summarize',
        'count()',
        'union',
        '*',
        '.show',
        'tables',
        'extents',
        '<|',
        '//',
        '\n',
        '\u0000',
        '\ufeff',
        '\ud800',
      ),
      { maxLength: 30 },
    )
    .map((words) => words.join(' ')),
)

const bodies: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
  fc.json().map((text) => Buffer.from(text)),
  fc
    .record(
      {
        db: fc.oneof(fc.constant(database), fc.string(), fc.jsonValue()),
        csl: fc.oneof(statements, fc.jsonValue()),
        properties: fc.oneof(
          fc.jsonValue(),
          fc.record({ Options: fc.jsonValue(), Parameters: fc.jsonValue() }),
          fc.json(),
        ),
      },
      { requiredKeys: [] },
    )
    .map((body) => Buffer.from(JSON.stringify(body))),
  fc
    .array(fc.record({ url: fc.string(), rawSize: fc.jsonValue(), properties: fc.jsonValue() }), {
      maxLength: 3,
    })
    .map((blobs) => Buffer.from(JSON.stringify({ blobs }))),
)

interface Request {
  /** What is written to the socket. */
  readonly bytes: Buffer
  /** False where the request is cut, so that no answer is due. */
  readonly isComplete: boolean
}

/** One request: mostly well-formed HTTP with an odd body, sometimes cut, of a wrong length, or no HTTP at all. */
const requests: fc.Arbitrary<Request> = fc
  .record({
    method: fc.constantFrom('POST', 'POST', 'POST', 'GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'),
    path: fc.constantFrom(...paths),
    body: bodies,
    packing: fc.constantFrom('none', 'none', 'gzip', 'cutGzip', 'notGzip'),
    type: fc.constantFrom('application/json', 'text/plain; charset=utf-16', 'x'),
    extra: fc.constantFrom(
      '',
      'x-ms-client-request-id: a',
      `X-Long: ${'a'.repeat(20_000)}`,
      'Expect: 100-continue',
      'x-ms-readonly: \u0001',
      'Content-Length: -1',
    ),
    cut: fc.oneof(
      { weight: 3, arbitrary: fc.constant(1) },
      { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
    ),
    excess: fc.constantFrom(0, 0, 0, 0, 1000),
    isNoHttp: fc.integer({ min: 0, max: 19 }).map((value) => value === 0),
  })
  .map(({ method, path, body, packing, type, extra, cut, excess, isNoHttp }) => {
    if (isNoHttp) return { bytes: body, isComplete: false }
    const packed = packing === 'none' || packing === 'notGzip' ? body : gzipSync(body)
    const sent = packing === 'cutGzip' ? packed.subarray(0, packed.length / 2) : packed
    const { host } = new URL(cluster.clusterUri)
    const head = [
      `${method} ${path} HTTP/1.1`,
      `Host: ${host}`,
      'Connection: close',
      `Content-Type: ${type}`,
      `Content-Length: ${sent.length + excess}`,
      ...(packing === 'none' ? [] : ['Content-Encoding: gzip']),
      ...(extra === '' ? [] : [extra]),
    ]
    const whole = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), sent])
    const bytes = whole.subarray(0, Math.ceil(whole.length * cut))
    return { bytes, isComplete: cut === 1 && excess === 0 }
  })

interface Exchange {
  readonly answer: string
  readonly timedOut: boolean
}

/** Writes a request and reads until the other side closes. A client that cut its request hangs up. */
function exchange({ bytes, isComplete }: Request): Promise<Exchange> {
  const { hostname, port } = new URL(cluster.clusterUri)
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect({ host: hostname, port: Number(port) })
    const done = (timedOut: boolean): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ answer: Buffer.concat(chunks).toString('utf8'), timedOut })
    }
    const timer = setTimeout(() => done(true), deadlineMs)
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.once('close', () => done(false)).on('error', () => done(false))
    if (isComplete) socket.write(bytes)
    else socket.end(bytes)
  })
}

/** What is wrong with an answer; undefined if nothing is. */
function faultOf(request: Request, exchanged: Exchange): string | undefined {
  const answer = exchanged.answer.replace(/^HTTP\/1\.1 100 [^]*?\r\n\r\n/, '')
  if (exchanged.timedOut) return `no answer within ${deadlineMs} ms`
  if (answer === '') return request.isComplete ? 'no answer' : undefined
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])
  if (Number.isNaN(status)) return 'an answer that is not HTTP'
  if (status < 400 || /^HEAD /.test(request.bytes.toString('latin1'))) return undefined
  const body = answer.slice(answer.lastIndexOf('\r\n\r\n') + 4)
  try {
    const { error } = JSON.parse(body) as { readonly error?: Readonly<Record<string, unknown>> }
    const isWhole = typeof error?.['code'] === 'string' && typeof error['@message'] === 'string'
    if (!isWhole) return `status ${status} without the envelope`
  } catch {
    return `status ${status} without the envelope`
  }
  return status === 500 && /Unexpected|internal/i.test(body) ? 'a failure inside' : undefined
}

async function residentMb(): Promise<number> {
  const status = await readFile(`/proc/${cluster.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}

it(
  `answers whatever comes over the wire for ${seconds} s (WIRE_FUZZ_SEED=${seed})`,
  { timeout: (seconds + 120) * 1000 },
  async () => {
    const run = async (from: number, until: number): Promise<number> => {
      let sent = 0
      const worker = async (lane: number): Promise<void> => {
        for (let round = 0; Date.now() < until; round++) {
          const [batchSeed, size] = [from + round * connections + lane, 50]
          for (const request of fc.sample(requests, { seed: batchSeed, numRuns: size })) {
            const fault = faultOf(request, await exchange(request))
            const shown = request.bytes.toString('latin1').slice(0, 3000)
            expect(fault, `${fault} to ${JSON.stringify(shown)}`).toBeUndefined()
            sent++
          }
        }
      }
      await Promise.all(Array.from({ length: connections }, (_, lane) => worker(lane)))
      return sent
    }
    // What is loaded once, and what an allocator takes to begin with, is no growth.
    const warmUntil = Date.now() + (seconds * 1000) / 3
    await run(seed, warmUntil)
    const before = process.platform === 'linux' ? await residentMb() : 0
    expect(await run(seed + 1_000_000, warmUntil + (seconds * 2000) / 3)).toBeGreaterThan(seconds)
    const after = process.platform === 'linux' ? await residentMb() : 0
    expect(after - before).toBeLessThan(toleratedGrowthMb)
    const response = await fetch(`${cluster.clusterUri}/v1/rest/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ db: cluster.database, csl: 'print x = 1 | count' }),
    })
    expect(await response.text()).toContain('[[1]]')
  },
)
