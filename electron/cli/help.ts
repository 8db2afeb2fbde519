import { lightIngestTable } from './light-ingest'

/** The help text, with the table of LightIngest's switches at its end. */
export function helpText(): string {
  const table = lightIngestTable().map(([names, answer]) => `  ${names}\n      ${answer}`)
  return `kusto-studio: queued ingestion that accounts for every row

  kusto-studio ingest --cluster URI --database D --table T [switches] PATH...
  kusto-studio inspect PATH...  what is in the files: format, columns, types, what is wrong; sends nothing
  kusto-studio preflight PATH... (--cluster URI --database D --table T | --schema 'a:long, b:datetime')
                                what would not arrive as it is in that table; sends nothing. Both take the switches
                                of ingest that say what is read and how
  kusto-studio status [JOB]     what the journal knows
  kusto-studio history [WORD...] which ingestions there were, newest first; each word may be part of a file, a table, an
                                error or a tag
  kusto-studio resume [JOB]     continue open jobs, and wait for them
  kusto-studio undo JOB [--yes] show what would be dropped; with --yes, drop it
  kusto-studio watch --cluster URI --database D --table T
                                the row count of a table, until Ctrl+C
  kusto-studio query --cluster URI --database D KQL
                                run a query and write its rows; - reads KQL from standard input. A management command
                                that may change something runs only with --yes
  kusto-studio policy --cluster URI --database D --table T
                                when a batch of the table is sealed, and where that comes from; --seconds N gives the
                                table a batching time of its own, --inherit takes its own policy away
  kusto-studio check --cluster URI
                                whether each host that ingestion needs answers (cluster, data ingestion service, blobs,
                                queues, status table), through the proxy in use; what blocks one, and what to ask for
  kusto-studio diagnostics      versions, settings and the end of the log, without secrets and names, for whoever helps
  kusto-studio compare JOB      the table before and after a job: rows, size, and what changed in each column
  kusto-studio compare --cluster URI --database D --table T
                                keep how the table is now, and list all moments that are kept
  kusto-studio compare --from MOMENT --to MOMENT
                                any two of them
  kusto-studio report JOB --out FILE
                                the same as a page that opens anywhere (.html), its chart (.png) or the chart’s
                                numbers (.csv); also with --from and --to. --time-column C picks what the chart is about
  kusto-studio sign-in --cluster URI [--auth browser|device|cli] [--tenant T]
                                sign in, and stay so for the commands to come where the system has a store for secrets
  kusto-studio sign-out         forget all sign-ins, the window’s too

URI: a cluster URI or data ingestion URI, name.region, a connection string or a link to the web UI, without keys; if it
names a database (help/Samples), --database can be left out.

PATH: a file, a folder with everything in it, a blob URI with its SAS, the URI of a container or of a folder in it,
or - for standard input. A container’s blobs are listed here and read by the service. Its URI is one of
  https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER/?SAS    the SAS with read and list permission; or ;ACCOUNT_KEY
  abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/FOLDER/?SAS     or ;sharedkey=ACCOUNT_KEY
  https://BUCKET.s3.REGION.amazonaws.com/FOLDER/;AwsCredentials=KEY_ID,SECRET_KEY

What to ingest
  --include PATTERN             only files and blobs like this: '*.csv', '2024/**'; may be repeated
  --exclude PATTERN             not files and blobs like this: '**/tmp/**'; may be repeated
  --prefix P                    only blobs whose path in the container begins like this; storage looks them up
  --limit N                     the first N files and blobs
  --list-only                   list them, ingest nothing
  Hidden and temporary files in folders and containers are left out, and counted.

How to ingest it
  --format F                    data format; if left out, told from the name and first bytes
  --ignore-first-record         the first record of each source with fields is a header; text files keep
                                their first line, unless only text files are named
  --keep-first-record           send a first record that looks like a header, which is otherwise left out
  --match name|position         what fields are matched to columns by; if left out, by name where a header or the keys
                                are the table’s, and by position otherwise; a mapping goes along where it is needed
  --convert [WHAT]              convert files on the way, in all of these or as listed (--convert dates,numbers):
                                text: not UTF-8, lines above the table, comments, other delimiters, backslash quotes;
                                without it such a file is refused
                                dates: day first where a date shows it (dates:day-first or dates:month-first says it
                                for all); numbers: decimal commas, groups of digits; times: since 1970
  --unchecked                   send what is known to be refused all the same: a record with too few fields, a mapping of
                                another kind, a blob that storage refuses here (an expired SAS, a wrong path); nothing
                                waits for its check
  --mapping NAME                one of the table’s ingestion mappings
  --mapping-file PATH           an ingestion mapping as JSON in a file
  --zip-pattern R               only files in zip archives that this regular expression fits: '\\.csv$'
  --ingest-if-not-exists TAG    skip a source whose tag ingest-by:TAG is in the table; {path} and {name} are each
                                source’s own, so '{path}' skips what was ingested before
  --tag T                       an extent tag of your own; may be repeated
  --creation-time-pattern P     'prefix'yyyyMMdd'suffix': creation time from the path
  --untagged                    no drop-by: tag: no exact count (so never exit code 0), no undo
  --strict                      send nothing if anything is found that you should know; all of it is checked first
  --leave-out-findings          records that would lose a value or be refused are not sent: they go to NAME.rejected.csv
                                beside the source, with line and reason
  --separate-blobs              one blob per file; otherwise small files share blobs
  --via auto|rest|queue         how blobs are queued: by REST where the cluster prefers that (auto), by REST wherever the
                                cluster has it, or by message; if left out, as the settings say, auto at first

How to sign in, if the cluster asks for it and no sign-in was kept
  --auth browser                in your browser
  --auth device                 with a code that you enter in a browser on any machine
  --auth cli                    as the Azure CLI (az) is signed in
  --auth app                    as an application: KUSTO_STUDIO_APP_ID, KUSTO_STUDIO_APP_TENANT and KUSTO_STUDIO_APP_KEY
                                in the environment (or AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_CLIENT_SECRET, or
                                AZURE_CLIENT_CERTIFICATE_PATH for a certificate); never on the command line
  --tenant T                    id or domain name of the directory, if it is not the account’s own

Which ingestions history lists
  --outcome O                   open, landed, failed, differs, notKnown, skipped, undone or canceled
  --since DAY                   that began on this day or later: 2026-11-28
  --limit N                     the newest N
  --csv                         as CSV, with a line of titles; also for query

Output
  --json                        for machines; the last line is one JSON object
  --help, --version

Examples
  kusto-studio ingest --cluster help.westeurope --database D --table T --ignore-first-record *.csv
  kusto-studio ingest --cluster URI --database D --table T --include '*.json' --exclude '**/old/**' data
  cat rows.csv | kusto-studio ingest --cluster URI --database D --table T --format csv --json -

Exit codes
  0    all rows are known to have landed, and no others; for inspect and preflight: all arrives as it is
  1    some have not or may not have, or something failed; the reason is on standard error
  2    the command line is wrong
  130  stopped by Ctrl+C; “resume” continues

The journal lives in KUSTO_STUDIO_HOME, else in the home folder that was chosen in the window (its path is in
~/.kusto-ingestion-studio-home), else in ~/.kusto-ingestion-studio. One process at a time can change it; commands that only read work beside it.

Coming from LightIngest: its switches work after “ingest”, with the connection string first.
${table.join('\n')}
`
}
