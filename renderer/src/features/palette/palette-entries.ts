import {
  commandAccelerators,
  formatAccelerator,
  studioCommands,
} from '../../../../electron/domain/studio-command'
import { localClusterName } from '../../../../electron/domain/cluster-uri'
import { otherRecentClusters, isFavoriteTable } from '../../state/favorites'
import { jobsOfCluster } from '../../state/job-selectors'
import { valueOf } from '../../state/loadable'
import { runCommand } from '../../state/run-command'
import type { StudioState } from '../../state/studio-state'
import { jobTitle } from '../../text/job-words'
import { paletteText } from '../../text/en-palette'
import type { PaletteEntry } from './palette-entry'
import { clusterName, favoriteEntries, markEntries } from './favorite-entries'

const mostRecent = 20

/** All that the palette offers: favorites, tables, commands, clusters, recent ingestions. */
export function paletteEntries(state: StudioState): readonly PaletteEntry[] {
  const tables = Object.entries(state.tables).flatMap(([database, list]) =>
    (valueOf(list) ?? [])
      .filter(({ name }) => !isFavoriteTable(state.settings, state.connection, { database, table: name }))
      .map(({ name }) => ({
        key: `table ${database} ${name}`,
        label: name,
        note: `${paletteText.table}, ${database}`,
        run: (now: StudioState) => void now.selectTable({ database, table: name }),
      })),
  )
  const commands = studioCommands
    .filter((command) => command !== 'palette')
    .map((command) => ({
      key: `command ${command}`,
      label: paletteText.commands[command],
      note: formatAccelerator(commandAccelerators[command], state.platform),
      run: (now: StudioState) => runCommand(command, now),
    }))
  const clusters = [localClusterName, ...otherRecentClusters(state.settings)].map((uri) => ({
    key: `cluster ${uri}`,
    label: clusterName(uri),
    note: paletteText.cluster,
    run: (now: StudioState) => void now.openCluster(uri),
  }))
  const ingestions = jobsOfCluster(state.jobs, state.connection)
    .slice(0, mostRecent)
    .map((job) => ({
      key: `job ${job.jobId}`,
      label: jobTitle(job),
      note: `${paletteText.ingestion}, ${job.table}`,
      run: (now: StudioState) => {
        now.selectJob(job.jobId)
        void now.selectTable({ database: job.database, table: job.table })
      },
    }))
  return [
    ...favoriteEntries(state),
    ...tables,
    ...commands,
    ...markEntries(state),
    ...clusters,
    ...ingestions,
  ]
}

/** The entries that have every word of the search, those that begin with it first. */
export function matching(entries: readonly PaletteEntry[], search: string): readonly PaletteEntry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = entries.filter(({ label, note }) => {
    const text = `${label} ${note}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const starts = ({ label }: PaletteEntry): boolean => label.toLowerCase().startsWith(words[0] ?? '')
  return [...found.filter(starts), ...found.filter((entry) => !starts(entry))]
}
