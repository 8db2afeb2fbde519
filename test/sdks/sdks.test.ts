import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { ContainerClient } from '@azure/storage-blob'
import { Client } from 'azure-kusto-data'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { clusterProgram } from '../support/cluster-program'
import { go, java, python, type Available } from './sdk-programs'

/** A local cluster as a program, and what a client needs to trust it. */
interface Cluster {
  readonly process: ChildProcess
  readonly uri: string
  readonly certificate: string
}

let folder: string
let plain: Cluster
/** Its storage is reached over https, for the Go SDK; it also reads the blob in the storage of the other. */
let secure: Cluster

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sdks-'))
  plain = await startCluster('plain', [])
  secure = await startCluster('secure', ['--https-storage', '--allow-local-blobs'])
})

afterAll(async () => {
  for (const { process: cluster } of [plain, secure]) {
    const ended = new Promise((end) => cluster.once('exit', end))
    cluster.kill('SIGTERM')
    await ended
  }
  await rm(folder, { recursive: true, force: true })
})

async function startCluster(name: string, more: readonly string[]): Promise<Cluster> {
  const certificate = join(folder, `${name}.pem`)
  const options = ['--in-memory', '--json', '--database', 'Sdks', '--database', 'Samples']
  const args = [clusterProgram, ...options, '--certificate', certificate, ...more]
  const cluster = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const line = await new Promise<string>((found, fail) => {
    createInterface(cluster.stdout).once('line', found)
    cluster.once('exit', (code) => fail(new Error(`The cluster ended with ${code}`)))
  })
  const { clusterUri } = z.object({ clusterUri: z.string() }).parse(JSON.parse(line))
  return { process: cluster, uri: clusterUri, certificate }
}

/** Uploads a blob with one record to a cluster whose storage is reached over http; returns its URI with the SAS. */
async function uploadBlob(): Promise<string> {
  const { primaryResults } = await new Client(plain.uri).execute('Sdks', '.show export containers')
  const root = z.string().parse(primaryResults[0]?.toJSON<{ StorageRoot: string }>().data[0]?.StorageRoot)
  const blob = new ContainerClient(root).getBlockBlobClient('blob.csv')
  await blob.uploadData(Buffer.from('4,blob\n'))
  return blob.url
}

/** The program in a language of the local cluster's README. */
async function example(language: string): Promise<string> {
  const readme = await readFile(resolve('electron/local-cluster/README.md'), 'utf8')
  const source = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(readme)?.[1]
  return z.string().parse(source)
}

const languages: readonly {
  readonly name: string
  /** As the README's code blocks name it. */
  readonly fence: string
  readonly tour: string
  readonly make: () => Promise<Available>
  readonly cluster: () => Cluster
  /** The address that the SDK is given for `http://127.0.0.1:PORT`. */
  readonly host: string
  readonly failure: string
}[] = [
  {
    name: 'Python',
    fence: 'python',
    tour: 'python/tour.py',
    make: python,
    cluster: () => plain,
    host: '127.0.0.1',
    failure: 'BadRequest_TableNotExist',
  },
  {
    name: 'Java',
    fence: 'java',
    tour: 'java/Tour.java',
    make: java,
    cluster: () => plain,
    host: 'localhost',
    failure: 'Failed',
  },
  {
    name: 'Go',
    fence: 'go',
    tour: 'go/main.go',
    make: go,
    cluster: () => secure,
    host: '127.0.0.1',
    failure: 'Failed',
  },
]

describe.each(languages)('the $name SDK', ({ name, fence, tour, make, cluster, host, failure }) => {
  let available: Available

  beforeAll(async () => {
    available = await make()
  }, 300_000)

  const uri = (): string => cluster().uri.replace('127.0.0.1', host)

  it('queries, commands, streams, queues and reads the status of what it queued', async ({ skip }) => {
    if ('missing' in available) return skip(available.missing)
    const source = await readFile(resolve('test/sdks', tour), 'utf8')
    const printed = await available.programs.run(
      source,
      [uri(), await uploadBlob(), folder],
      cluster().certificate,
    )
    expect(JSON.parse(printed.split('\n').at(-1) ?? '')).toEqual({
      before: 0,
      file: 2,
      stream: 3,
      blob: 4,
      'inline mapping': 5,
      'mapping by reference': 6,
      success: name === 'Python' ? 'Python' : 'Succeeded',
      failure,
      streaming: 7,
      'managed streaming': 8,
      'query parameter':
        name === 'Python'
          ? [
              [7, 'streaming'],
              [8, 'managed'],
            ]
          : 'managed',
      error: 400,
    })
    const rows = await new Client(cluster().uri).execute('Sdks', `${name} | order by Number asc`)
    expect(rows.primaryResults[0]?.toJSON().data).toEqual(
      ['file', 'file', 'stream', 'blob', 'inline', 'reference', 'streaming', 'managed'].map(
        (Text, index) => ({
          Number: index + 1,
          Text,
        }),
      ),
    )
  }, 300_000)

  it('runs the example of the README', async ({ skip }) => {
    if ('missing' in available) return skip(available.missing)
    const file = join(folder, 'rows.csv')
    await writeFile(file, '1,one\n2,two\n')
    const source = (await example(fence))
      .replaceAll(`http://${host}:8080`, uri())
      .replaceAll('rows.csv', file)
      .replace(/\bT\b/g, `Example${name}`)
    const printed = await available.programs.run(source, [], cluster().certificate)
    expect(printed.split('\n').at(-1)).toBe('2')
  }, 300_000)
})
