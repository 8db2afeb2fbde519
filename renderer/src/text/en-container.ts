import { countOf, formatCount } from './format'

/** Sentences for what is in a container. */
export const containerText = {
  list: 'Blobs in the container',
  listing: (blobs: number) => `Listing: ${countOf(blobs, 'blob', 'blobs')} so far…`,
  found: (blobs: number, size: string) => `${countOf(blobs, 'blob', 'blobs')}, ${size}`,
  notReadable: (count: number) =>
    `Nothing was sent: ${countOf(count, 'blob', 'blobs')} cannot be read. The list says why.`,
  leftOut: (summary: string) => `Left out: ${summary}`,
  isLeftOut: (why: string) => `left out: ${why}`,
  looking: 'Looking at some of them…',
  looked: (looked: number, of: number, withHeader: number) =>
    `Looked at ${formatCount(looked)} of ${countOf(of, 'blob', 'blobs')}: ${
      withHeader === 0
        ? 'none begins with a header'
        : withHeader === looked
          ? looked === of
            ? 'all begin with a header'
            : 'all begin with a header, and the others are read likewise'
          : `${formatCount(withHeader)} begin with a header; the others are read like those of their folder`
    }`,
  headerIn: (withHeader: number, looked: number) =>
    `First record is a header in ${formatCount(withHeader)} of ${formatCount(looked)} looked at`,
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
