import { kindOf } from '../kinds/source-kinds'
import { postSource } from '../post/source-post'
import type { SourceRecord } from '../state/job-record'
import { assertGoing, type SourceRun } from './source-context'

/**
 * Takes a pending source all the way to the service's queue.
 *
 * @throws whatever keeps it from getting there; it can begin again from the state that it is in then.
 */
export async function runSource(run: SourceRun, source: SourceRecord): Promise<void> {
  const { job, access } = run
  const kind = kindOf(source)
  job.apply(source, { kind: 'prepare' })
  if (!(await kind.prepare(run, source))) return
  await run.gate.passed(source.sourceId, run.signal)
  // Whatever can fail without a word to the queue fails here, while the source can still begin again.
  await Promise.all([access.deduplicates(), access.resources.identityToken(), access.restIngest.isOffered()])
  assertGoing(run)
  await postSource({ ...run, signal: run.closing }, source)
  kind.posted(run, source)
}
