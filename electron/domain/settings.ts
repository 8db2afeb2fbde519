/** What the studio remembers between starts. No secret is ever among it. */
export interface StudioSettings {
  readonly theme: 'system' | 'light' | 'dark'
  readonly recentClusters: string[]
  readonly lastTable: {
    readonly clusterUri: string
    readonly database: string
    readonly table: string
  } | null
  /** The chosen time column, by `clusterUri/database/table`. */
  readonly timeColumns: Record<string, string>
}

export const defaultSettings: StudioSettings = {
  theme: 'system',
  recentClusters: [],
  lastTable: null,
  timeColumns: {},
}
