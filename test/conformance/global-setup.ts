import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TestProject } from 'vitest/node'
import { z } from 'zod'
import { clusterProgram } from '../support/cluster-program'

declare module 'vitest' {
  export interface ProvidedContext {
    readonly clusterUri: string
    readonly database: string
    /** PEM file of the certificate that the status table is served with. */
    readonly certificateFile: string
  }
}

const readyLine = z.object({ clusterUri: z.string(), database: z.string() })

/** Starts one local cluster for all files of the suite, as a user does: as a program of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
  const certificateFile = join(folder, 'certificate.pem')
  // One file of the suite has its blobs in another cluster's storage.
  const arguments_ = ['--in-memory', '--json', '--database', 'Conformance', '--allow-local-blobs']
  arguments_.push('--certificate', certificateFile)
  const cluster = spawn(process.execPath, [clusterProgram, ...arguments_], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { clusterUri, database } = await firstLine(cluster)
  project.provide('clusterUri', clusterUri)
  project.provide('database', database)
  project.provide('certificateFile', certificateFile)
  return async () => {
    const ended = new Promise((resolve) => cluster.once('exit', resolve))
    cluster.kill('SIGTERM')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
}

async function firstLine(cluster: ChildProcess): Promise<z.infer<typeof readyLine>> {
  const { stdout, stderr } = cluster
  if (stdout === null || stderr === null) throw new Error('The cluster has no output')
  let log = ''
  stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4000)
  })
  return new Promise((resolve, reject) => {
    createInterface(stdout).once('line', (line) => resolve(readyLine.parse(JSON.parse(line))))
    cluster.once('exit', (code) => reject(new Error(`The cluster ended with code ${code}: ${log}`)))
  })
}
