import { countOf, formatCount } from './format'

/** Sentences for what is in a container. */
export const containerText = {
  list: 'Blobs in the container',
  listing: (blobs: number) => `Listing: ${countOf(blobs, 'blob', 'blobs')} so far…`,
  found: (blobs: number, size: string) => `${countOf(blobs, 'blob', 'blobs')}, ${size}`,
  leftOut: (summary: string) => `Left out: ${summary}`,
  isLeftOut: (why: string) => `left out: ${why}`,
  stop: 'Stop',
  goOn: 'List the rest',
  more: (changed: number) => (changed === 0 ? 'More' : `More (${changed})`),
  fewer: 'Less',
  prefix: 'Begins with',
  onlyLike: 'Only blobs like',
  date: 'Date in the path',
  formatByName: 'Format by name',
  ingest: (blobs: number) =>
    blobs === 0 ? 'Ingest' : `Ingest ${formatCount(blobs)} ${blobs === 1 ? 'blob' : 'blobs'}`,
} as const
