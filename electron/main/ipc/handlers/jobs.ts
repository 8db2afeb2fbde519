import type { StudioServices } from '../../../services/studio-services'
import type { HandlersOf } from '../handler'

type JobMethod =
  | 'jobs/start'
  | 'jobs/list'
  | 'jobs/sources'
  | 'jobs/cancel'
  | 'jobs/pause'
  | 'jobs/resume'
  | 'jobs/retry'
  | 'jobs/checkAgain'
  | 'jobs/provideBlobUri'
  | 'jobs/move'
  | 'jobs/undoPreview'
  | 'jobs/undo'
  | 'jobs/runAgain'
  | 'jobs/copyAs'

/** Ingestion jobs. */
export function jobHandlers({ jobs, history }: StudioServices): HandlersOf<JobMethod> {
  return {
    'jobs/start': (request, signal) => jobs.start(request, signal),
    'jobs/list': (request) => jobs.list(request),
    'jobs/sources': (request) => jobs.sources(request),
    'jobs/cancel': (selection) => jobs.cancel(selection),
    'jobs/pause': ({ jobId }) => jobs.pause(jobId),
    'jobs/resume': ({ jobId }) => jobs.resume(jobId),
    'jobs/retry': (selection) => jobs.retry(selection),
    'jobs/checkAgain': ({ jobId }) => jobs.checkAgain(jobId),
    'jobs/provideBlobUri': (request) => jobs.provideBlobUri(request),
    'jobs/move': (request) => jobs.move(request),
    'jobs/undoPreview': ({ jobId }, signal) => jobs.undoPreview(jobId, signal),
    'jobs/undo': ({ jobId }, signal) => jobs.undo(jobId, signal),
    'jobs/runAgain': ({ jobId }, signal) => jobs.runAgain(jobId, signal),
    'jobs/copyAs': async ({ what, tool }) => ({ text: await history.copyAs(what, tool) }),
  }
}
