import type { StudioCommand } from '../../../electron/domain/studio-command'

/** Sentences of the command palette. */
export const paletteText = {
  title: 'Go to',
  field: 'A table, a cluster or a command',
  results: 'What to do',
  none: 'Nothing has this in its name.',
  table: 'table',
  cluster: 'cluster',
  ingestion: 'ingestion',
  favoriteTable: 'favorite table',
  favoriteCluster: 'favorite cluster',
  favorite: 'favorite',
  mark: (name: string) => `Make ${name} a favorite`,
  unmark: (name: string) => `Take ${name} off the favorites`,
  localCluster: 'Local cluster',
  commands: {
    chooseFiles: 'Choose files',
    chooseFolder: 'Choose folder',
    pasteRows: 'Paste rows',
    blobUri: 'Ingest a blob by its URI',
    newTable: 'New table',
    connect: 'Connect to a cluster',
    query: 'Query',
    toggleTheme: 'Light or dark',
    toggleDensity: 'Higher or lower rows',
    focusJobs: 'Go to the ingestions',
    history: 'All ingestions',
    newWindow: 'New window',
    diagnostics: 'Copy diagnostics',
  } satisfies Record<Exclude<StudioCommand, 'palette'>, string>,
} as const
