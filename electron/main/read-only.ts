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

/** What a page may still do: everything that only looks, and its own settings, which nothing keeps. */
const looks: ReadonlySet<MethodName> = new Set<MethodName>([
  'studio/bootstrap',
  'studio/diagnostics',
  'window/open',
  'settings/write',
  'connection/open',
  'connection/signIn',
  'connection/signOut',
  'localCluster/restart',
  'catalog/databases',
  'catalog/tables',
  'catalog/table',
  'catalog/mappings',
  'sources/forget',
  'inspection/rows',
  'inspection/stop',
  'inspection/close',
  'jobs/list',
  'jobs/sources',
  'jobs/undoPreview',
  'jobs/copyAs',
  'history/list',
  'history/job',
  'history/export',
  'table/watch',
  'table/unwatch',
  'table/lastRow',
  'table/query',
  'snapshots/list',
  'snapshots/compare',
  'snapshots/changes',
  'snapshots/newRows',
  'snapshots/report',
  'script/statement',
  'script/analyze',
  'script/complete',
  'queries/list',
  'queries/export',
  'link/open',
])

/** Whether a page may call this although nothing may change. A new method may not, until it is listed here. */
export function mayCallReadOnly(method: MethodName, request: unknown): boolean {
  // A management command that changes something runs only when it is confirmed.
  if ((request as { readonly isConfirmed?: unknown } | null)?.isConfirmed === true) return false
  return looks.has(method)
}

/** Why something does not happen. */
export function refusedReadOnly(): StudioError {
  return new StudioError('JournalFailed', 'The studio is open read-only: nothing is sent or changed.', {
    nextStep: 'Start it again; then put the journal aside, or choose another home folder.',
  })
}
