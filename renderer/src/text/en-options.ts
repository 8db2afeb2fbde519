/** Sentences for the ingestion options. */
export const optionsText = {
  button: (changed: number) => (changed === 0 ? 'Options' : `Options (${changed})`),
  title: 'Ingestion options',
  mapping: 'Ingestion mapping',
  mappingHint:
    'Says which field goes into which column. Without one, text goes in by position and JSON by name.',
  noMapping: 'None',
  noMappings: 'The table has no mappings.',
  mappingsLoading: 'Loading…',
  mappingOfKind: (name: string, kind: string) => `${name} (${kind})`,
  mappingFile: 'From a file…',
  mappingFileInput: 'File with an ingestion mapping',
  mappingOfFile: (name: string) => `${name} (file)`,
  zipPattern: 'Files to read in zip archives',
  zipPatternHint: 'A regular expression for their names. Without one, all that are data.',
  zipPatternPlaceholder: '\\.csv$',
  skips: 'Skip what was ingested before',
  skipsOn:
    'Each source gets the tag ingest-by: with its path, and the service skips it if the table has that tag. Small files do not share blobs.',
  skipsOff: 'Otherwise the same source goes in again.',
  creationTime: 'Creation time from the file name',
  creationTimeHint:
    "For older data: the cluster treats the rows as if they had come in at that time, and keeps and caches them from then on. Write date letters where the name has the date, and fixed text in quotes: sales-2026-03-01.csv is 'sales-'yyyy-MM-dd'.csv'.",
  creationTimePlaceholder: "'events-'yyyy-MM-dd'.csv'",
  tag: 'Your own extent tag',
  tagHint:
    'Optional. A table keeps its rows in blocks called extents; the tag is a label on those that this ingestion makes, to find or drop them by later. Extents with your tag do not merge with others.',
  tagged: 'Tag the rows of each ingestion',
  taggedOn: 'Landed rows are counted exactly, and you can undo an ingestion.',
  taggedOff: 'Without a tag, landed rows are not counted exactly, and there is no undo.',
  separate: 'Upload each file as its own blob',
  separateOff: 'Otherwise small files share blobs, which is several times faster.',
  separateOn: 'Slower for many small files, but the service reports on each file separately.',
  reset: 'Reset',
  done: 'Done',
} as const
