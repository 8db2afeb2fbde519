import { randomBytes } from 'node:crypto'

/** What the tags of all jobs begin with, so that one command can find the extents of many. */
export const tagPrefix = 'studio-'

/** A tag of its own for a job, without `drop-by:`. */
export function newJobTag(): string {
  return `${tagPrefix}${randomBytes(6).toString('hex')}`
}
