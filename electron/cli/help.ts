import { lightIngestTable } from './light-ingest'

/** The help text; `lightIngest` adds the table of LightIngest's switches. */
export function helpText(): string {
  const table = lightIngestTable().map(([name, advice]) => `  -${name.padEnd(38)} ${advice}`)
  return `kusto-studio: queued ingestion that accounts for every row

  kusto-studio ingest --cluster URI --database D --table T [switches] PATH...
      --format F                  data format; else by the name and the first bytes
      --ignore-first-record       the first record of each source is a header
      --mapping NAME              an ingestion mapping that the table has
      --tag T                     an extent tag of your own beside the job's
      --creation-time-pattern P   'prefix'yyyyMMdd'suffix': creation time from the path
      --untagged                  no drop-by: tag: no exact count, no undo
      --json                      one JSON line at the end
      PATH                        file, folder, blob URI with its SAS, or - for standard input

  kusto-studio status [JOB] [--json]    what the journal knows
  kusto-studio resume [JOB] [--json]    go on with what is open, and wait for it
  kusto-studio undo JOB [--yes]         show what would go; with --yes, drop exactly that
  kusto-studio watch --cluster URI --database D --table T [--json]

The journal lives in KUSTO_STUDIO_HOME, else in ~/.kusto-ingestion-studio.
Exit code: 0 all rows have landed; 1 some have not, or it is not known; 2 the command line is wrong.

Coming from LightIngest:
${table.join('\n')}
`
}
