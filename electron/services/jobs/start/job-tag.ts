import { randomBytes } from 'node:crypto'

/** The start of every job's tag, so that one command can find the extents of many jobs. */
export const tagPrefix = 'studio-'

/** Makes a unique tag for a job, without `drop-by:`. */
export function newJobTag(): string {
  return `${tagPrefix}${randomBytes(6).toString('hex')}`
}
