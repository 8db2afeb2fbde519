import type { LowDisk } from '../../../electron/domain/schema/low-disk'
import { countOf, formatBytes } from './format'

/** Sentences about what broke in the studio itself, and what can be told others about it. */
export const diagnosticsText = {
  title: 'Diagnostics',
  intro:
    'Versions, settings, the last errors and the end of the log, for whoever helps you. Secrets are left out; hosts, accounts, files, databases and tables are replaced by numbers.',
  writing: 'Gathering…',
  text: 'The diagnostics',
  copy: 'Copy',
  copied: 'Diagnostics copied.',
  banner: 'Copy diagnostics…',
  times: (times: number) => `It happened ${times} times.`,
  lowDisk: ({ place, free, needed }: LowDisk) =>
    place === 'home'
      ? `Only ${formatBytes(free)} are free on the disk with the home folder; the studio should have ${formatBytes(needed)}. When it is full, ingestions wait, and go on once there is room.`
      : `Only ${formatBytes(free)} are free on the disk with the temporary folder; looking into sources should have ${formatBytes(needed)}.`,
  readOnly: (jobs: number, isWhole: boolean) =>
    [
      'Open read-only: nothing is sent or changed.',
      isWhole
        ? `All ${countOf(jobs, 'ingestion', 'ingestions')} of the journal are here.`
        : `${countOf(jobs, 'ingestion', 'ingestions')} could be read of the journal.`,
      'Start the studio again to put the journal aside or to choose another home folder.',
    ].join(' '),
} as const
