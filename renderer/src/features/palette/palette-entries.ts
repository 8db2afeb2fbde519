import {
  commandAccelerators,
  formatAccelerator,
  studioCommands,
} from '../../../../electron/domain/studio-command'
import { localClusterName } from '../../../../electron/domain/cluster-uri'
import { jobsOfCluster } from '../../state/job-selectors'
import { valueOf } from '../../state/loadable'
import { runCommand } from '../../state/run-command'
import type { StudioState } from '../../state/studio-state'
import { jobTitle } from '../../text/job-words'
import { paletteText } from '../../text/en-palette'

/** One line of the palette. */
export interface PaletteEntry {
  readonly key: string
  readonly label: string
  /** What it is, or its shortcut, in grey. */
  readonly note: string
  readonly run: (state: StudioState) => void
}

const mostRecent = 20

/** All that the palette offers: tables, commands, clusters, recent ingestions. */
export function paletteEntries(state: StudioState): readonly PaletteEntry[] {
  const tables = Object.entries(state.tables).flatMap(([database, list]) =>
    (valueOf(list) ?? []).map(({ name }) => ({
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
  const clusters = [localClusterName, ...state.settings.recentClusters].map((uri) => ({
    key: `cluster ${uri}`,
    label: uri === localClusterName ? paletteText.localCluster : uri.replace(/^https?:\/\//, ''),
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
  return [...tables, ...commands, ...clusters, ...ingestions]
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
