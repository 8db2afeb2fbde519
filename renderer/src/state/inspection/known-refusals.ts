import { mendableKinds, refusedFindings } from '../../../../electron/domain/known-refusals'
import { containerChoice } from '../sources/container'
import { inspectionToSend } from '../sources/to-send'
import { filesLike } from '../sources/file-choice'
import { valueOf } from '../loadable'
import type { StudioState } from '../studio-state'
import { sendableFiles } from './conversion'
import { findingId } from './finding-choices'
import { findingsOf, type Inspection } from './inspection'

/** Whether the service is known to refuse a source as it would be sent. */
function isRefused(inspection: Inspection): boolean {
  return refusedFindings(findingsOf(inspection), null).some(
    // What a conversion mends is asked about by itself.
    (finding) =>
      inspection.choices[findingId(finding)] !== 'leaveOut' && !mendableKinds.includes(finding.kind),
  )
}

/** The paths of chosen blobs of a container of which a look says that the service refuses them. */
function refusedInContainer(state: StudioState): readonly string[] {
  const looks = state.containerLooks.filter(
    ({ found }) => refusedFindings(found?.findings ?? [], null).length > 0,
  )
  if (looks.length === 0) return []
  const refused = new Set(looks.map(({ handle }) => handle))
  return containerChoice(state).taken.flatMap(({ blob }) => (refused.has(blob.handle) ? [blob.path] : []))
}

/** The names of what the button in view would send although the service is known to refuse it. */
export function refusedNames(state: StudioState): readonly string[] {
  if (state.prepared === null && state.tab === 'blob' && valueOf(state.container) !== undefined)
    return refusedInContainer(state)
  return inspectionsInView(state)
    .filter(isRefused)
    .map(({ name }) => name)
}

function inspectionsInView(state: StudioState): readonly Inspection[] {
  const { prepared, tab, inspections } = state
  const of = (keys: readonly string[]): Inspection[] => keys.flatMap((key) => inspections[key] ?? [])
  if (prepared !== null) return of([prepared])
  switch (tab) {
    case 'files':
      return of(sendableFiles(state, filesLike(state.files, state.filePatterns)).map(({ handle }) => handle))
    case 'paste':
      return [inspectionToSend(state, 'paste') ?? []].flat()
    case 'blob':
      return [inspectionToSend(state, 'blob') ?? []].flat()
  }
}
