/**
 * How blobs are queued. `auto`: by REST where the cluster's ingestion configuration prefers it, else by message. `rest`:
 * by REST wherever the cluster has such a configuration. `queue`: by message.
 */
export const queuedVias = ['auto', 'rest', 'queue'] as const

export type QueuedVia = (typeof queuedVias)[number]
