import { gzipSync } from 'node:zlib'
import type { FileSource } from '../../../electron/domain/schema/file-source'
import type { SourceRequest } from '../../../electron/domain/schema/source'
import type { RegisteredFiles } from '../../../electron/services/jobs/start/registered-files'
import type { ModelDisk } from './model-files'
import { asJsonLine, headerRecord, recordsOfSource } from './model-records'
import type { ModelStorage } from './model-storage'
import { placeOf } from './model-storage'
import type { ScenarioJob } from './scenario'

/** What one source of a job is to bring into the table. */
export interface ModelSource {
  readonly request: SourceRequest
  readonly records: readonly string[]
  /** Whether the studio can count its records itself. */
  readonly isCounted: boolean
  readonly path: string | undefined
}

/** A job of the scenario, and what the studio called it. */
export interface ModelJob {
  readonly scenario: ScenarioJob
  readonly sources: readonly ModelSource[]
  /** Undefined until its start is answered: it may or may not be in the journal. */
  jobId: string | undefined
}

/** Puts the sources of a job where the engine finds them. */
export function makeSources(
  job: ScenarioJob,
  jobIndex: number,
  disk: ModelDisk,
  storage: ModelStorage,
): ModelSource[] {
  return job.sources.map(({ kind, records: count, hasHeader: ignoreFirstRecord }, index) => {
    const name = `j${jobIndex}s${index}`
    const records = recordsOfSource(name, count)
    const header = ignoreFirstRecord ? [headerRecord] : []
    const isJson = kind === 'json'
    const lines = isJson ? records.map(asJsonLine) : [...header, ...records]
    const text = lines.map((line) => `${line}\n`).join('')
    if (kind === 'paste') {
      const request = {
        kind: 'paste',
        name: `Pasted rows ${name}`,
        text,
        format: 'csv',
        ignoreFirstRecord,
      } as const
      return { request, records, isCounted: true, path: undefined }
    }
    if (kind === 'blob' || kind === 'secretBlob') {
      const uri = `https://user.model/data/${name}.csv${kind === 'secretBlob' ? '?sig=secret' : ''}`
      storage.blobs.set(placeOf(uri), Buffer.from(text))
      const request = {
        kind: 'blob',
        uri,
        format: 'csv',
        rawDataSizeBytes: text.length,
        ignoreFirstRecord,
      } as const
      return { request, records, isCounted: false, path: undefined }
    }
    const path = `/model/${name}.${isJson ? 'json' : kind === 'gzip' ? 'csv.gz' : 'csv'}`
    disk.write(path, kind === 'gzip' ? gzipSync(text, { level: 1 }) : text)
    const request = { kind: 'file', handle: path, ignoreFirstRecord } as const
    return { request, records, isCounted: kind !== 'gzip', path }
  })
}

/** The files as the studio registers them: the handle is the path. */
export function registeredFiles(present: ModelDisk): RegisteredFiles {
  return {
    pathOf: (handle) => handle,
    describe: (handle): FileSource => ({
      handle,
      name: handle,
      folder: '/model',
      sizeBytes: present.file(handle).content.length,
      rawDataSizeBytes: null,
      format: handle.endsWith('.json') ? 'json' : 'csv',
      compression: handle.endsWith('.gz') ? 'gzip' : 'none',
      records: null,
      hasHeader: false,
      summary: '',
      headerColumns: [],
      problem: null,
      ingestedBefore: null,
    }),
  }
}
