import { Worker } from 'node:worker_threads'
import type { LanguageJob, LanguageReply } from '../../language/protocol'

/** A thread that reads KQL, one job at a time. */
export interface LanguageThread {
  post(job: LanguageJob): void
  onReply(listener: (reply: LanguageReply) => void): void
  /** Settles with the reason when the thread is gone; never rejects. */
  readonly gone: Promise<string>
  end(): void
}

/** Starts the thread. */
export type StartLanguage = () => LanguageThread

/** A thread's memory in megabytes; the parser and a large schema need a fraction of it. */
const heapMb = 1024

/**
 * Starts the thread from its bundle.
 *
 * @param entry The bundle. Tests and development leave it out and run the sources, which Node cannot load by itself.
 */
export function startLanguageThread(entry: string | undefined): LanguageThread {
  const resourceLimits = { maxOldGenerationSizeMb: heapMb }
  const worker =
    entry === undefined
      ? new Worker(loadSource(), { resourceLimits, eval: true })
      : new Worker(entry, { resourceLimits })
  // It does not keep the process alive.
  worker.unref()
  const gone = new Promise<string>((resolve) => {
    worker.once('error', (error) => resolve(error.message))
    worker.once('exit', () => resolve('The thread ended.'))
  })
  return {
    post: (job) => worker.postMessage(job),
    onReply: (listener) => worker.on('message', listener),
    gone,
    end: () => void worker.terminate(),
  }
}

function loadSource(): string {
  const source = JSON.stringify(new URL('../../language/entry.ts', import.meta.url).href)
  return `import('tsx/esm/api').then(({ tsImport }) => tsImport(${source}, ${source}))`
}
