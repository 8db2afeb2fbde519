import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MethodName } from '../contract/names'
import { StudioError } from '../domain/studio-error'
import { salvageJournal, type Salvaged } from '../services/jobs/journal/salvage-journal'

/** A home folder to look at: a copy of what can be read of the real one. */
export interface ReadOnlyHome extends Salvaged {
  readonly folder: string
  remove(): void
}

/** @throws an error of the file system, or StudioError, if there is nothing to be had of the journal */
export function openReadOnlyHome(home: string): ReadOnlyHome {
  const folder = mkdtempSync(join(tmpdir(), 'kusto-studio-read-only-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    const salvaged = salvageJournal(join(home, 'journal.sqlite'), folder)
    try {
      copyFileSync(join(home, 'settings.json'), join(folder, 'settings.json'))
    } catch {
      // Without settings the defaults apply.
    }
    return { ...salvaged, folder, remove }
  } catch (error) {
    remove()
    throw error
  }
}

/**
 * Whether a call only looks, or is a step towards a change of the cluster or of the journal. Signing in, asking hosts
 * whether they answer, and settings, which a copy of the home folder takes, are no such steps.
 */
const effects: Readonly<Record<MethodName, 'reads' | 'changes'>> = {
  'studio/bootstrap': 'reads',
  'studio/diagnostics': 'reads',
  'window/open': 'reads',
  'settings/write': 'reads',
  'connection/open': 'reads',
  'connection/check': 'reads',
  'connection/signIn': 'reads',
  'connection/openDevicePage': 'reads',
  'connection/signOut': 'reads',
  'localCluster/restart': 'reads',
  'catalog/databases': 'reads',
  'catalog/tables': 'reads',
  'catalog/table': 'reads',
  'catalog/mappings': 'reads',
  'catalog/createTable': 'changes',
  'catalog/setBatchingPolicy': 'changes',
  'catalog/addColumns': 'changes',
  'catalog/saveMapping': 'changes',
  'catalog/dropTable': 'changes',
  'samples/prepare': 'changes',
  'sources/choose': 'changes',
  'sources/forget': 'reads',
  'sources/inspectBlob': 'changes',
  'sources/listBlobs': 'changes',
  'sources/moreBlobs': 'changes',
  'sources/lookAtBlobs': 'changes',
  'sources/lookAtHeaders': 'changes',
  'inspection/look': 'changes',
  'inspection/rows': 'reads',
  'inspection/check': 'changes',
  'inspection/stop': 'reads',
  'inspection/close': 'reads',
  'jobs/start': 'changes',
  'jobs/list': 'reads',
  'jobs/sources': 'reads',
  'jobs/cancel': 'changes',
  'jobs/pause': 'changes',
  'jobs/resume': 'changes',
  'jobs/retry': 'changes',
  'jobs/checkAgain': 'changes',
  'jobs/provideBlobUri': 'changes',
  'jobs/move': 'changes',
  'jobs/undoPreview': 'reads',
  'jobs/undo': 'changes',
  'jobs/runAgain': 'changes',
  'jobs/copyAs': 'reads',
  'history/list': 'reads',
  'history/job': 'reads',
  'history/export': 'reads',
  'table/watch': 'reads',
  'table/unwatch': 'reads',
  'table/lastRow': 'reads',
  'table/query': 'reads',
  'snapshots/list': 'reads',
  'snapshots/take': 'changes',
  'snapshots/compare': 'reads',
  'snapshots/changes': 'reads',
  'snapshots/newRows': 'reads',
  'snapshots/report': 'reads',
  'script/statement': 'reads',
  'script/analyze': 'reads',
  'script/complete': 'reads',
  'queries/list': 'reads',
  'queries/export': 'reads',
  'link/open': 'reads',
  'sources/register': 'changes',
}

/** Whether a page may call this although nothing may change. */
export function mayCallReadOnly(method: MethodName, request: unknown): boolean {
  // A management command that changes something runs only when it is confirmed.
  if ((request as { readonly isConfirmed?: unknown } | null)?.isConfirmed === true) return false
  return effects[method] === 'reads'
}

/** Why something does not happen. */
export function refusedReadOnly(): StudioError {
  return new StudioError('JournalFailed', 'The studio is open read-only: nothing is sent or changed.', {
    nextStep: 'Start it again; then put the journal aside, or choose another home folder.',
  })
}
