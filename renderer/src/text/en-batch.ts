import { countOf, formatCount } from './format'

/** Sentences about batches: why rows wait, how full the batch is, and when it seals. */
export const batchText = {
  title: 'When a batch is sealed',
  intro:
    'Queued rows gather in a batch. At the first of these limits the cluster seals it, that is, closes it, and then takes its rows in together.',
  open: 'Waiting now',
  more: (count: number) => `and ${countOf(count, 'more batch', 'more batches')}`,
  none: 'No batch of yours is waiting.',
  perIngestion: 'Each ingestion has a batch of its own, because its rows carry a tag of their own.',
  origins: {
    table: 'This table has a policy of its own.',
    database: 'The table has no policy of its own, so the database’s applies.',
    default: 'Neither the table nor its database has a policy, so the service’s default applies.',
  },
  inherit: 'Back to inherited',
  inheritHint: 'Removes the table’s own policy; the database’s applies again, or the service’s default.',
  inherited: 'The inherited batching policy applies again.',
  quick: '10 s for this table',
  time: 'Time, in seconds',
  timeHint: 'From the first item on. 10 to 1,800',
  items: 'Items',
  itemsHint: 'An item is one blob in the queue: a file, a paste, or many small files in one. 1 to 25,000',
  size: 'Size, in MB of uncompressed data',
  sizeHint: '100 to 4,096',
  /** What a short time costs. */
  cost: (seconds: string, perHour: number, usual: number) =>
    `With ${seconds}, rows appear soon. The price: each batch becomes a block of storage (an extent) of its own, up to ${formatCount(perHour)} an hour where the default makes ${formatCount(usual)}, and the cluster has to merge them. Good for trying things out and for single loads; a steady stream into a shared cluster does better with minutes.`,
  delay: 'A cluster may take a few minutes to apply a new policy. The local cluster applies it at once.',
  limits: { time: 'time', items: 'items', size: 'size' },
  save: 'Save policy',
  saved: 'Batching policy saved.',
  /** Parts of the line for one open batch. */
  sealsIn: (time: string) => `seals in ${time}`,
  sealing: 'sealed, its rows are landing',
  latest: (clock: string) => `at the latest at ${clock}`,
  ofItems: (items: number, limit: number) => `${formatCount(items)} of ${countOf(limit, 'item', 'items')}`,
  ofSize: (size: string, limit: string) => `${size} of ${limit}`,
  sizeUnknown: (limit: string) => `size not known, of ${limit}`,
  /** The pill of the table while a batch waits. */
  lead: (batches: number) => (batches === 1 ? 'Batch seals in ' : `${batches} batches; the next seals in `),
  /** The same while the cluster does not answer. */
  sealUnknown: 'Batch waits; when it seals is not known',
  pillHint: (full: string, policy: string) =>
    `The rows wait for the seal: ${full}. The batch is sealed at the first of the limits: ${policy}.`,
} as const
