/**
 * The switches of LightIngest (documents: LightIngest, command-line arguments), each with what takes its place
 * here or why nothing does. LightIngest writes them with one dash and often with a colon: `-table:T`.
 */
const switches: Readonly<Record<string, string>> = {
  database: 'use --database',
  db: 'use --database',
  table: 'use --table',
  sourcepath: 'name the files or folders after the switches',
  source: 'name the files or folders after the switches',
  managedidentity:
    'a managed identity signs in on a virtual machine, not on a desktop; blobs may carry ;managed_identity=… in their URI',
  mi: 'a managed identity signs in on a virtual machine, not on a desktop; blobs may carry ;managed_identity=… in their URI',
  ingestwithmanagedidentity: 'add ;managed_identity=… to the blob URI',
  ingestmi: 'add ;managed_identity=… to the blob URI',
  connecttostoragewithmanagedidentity: 'give each blob with its SAS',
  storagemi: 'give each blob with its SAS',
  connecttostoragewithuserauth: 'give each blob with its SAS',
  storageuserauth: 'give each blob with its SAS',
  connecttostorageloginuri: 'give each blob with its SAS',
  azcli: 'sign in through the browser; the studio shares one sign-in between its connections',
  prefix: 'let the shell choose: folder/prefix*',
  pattern: 'let the shell choose: folder/*.csv',
  zippattern: 'unpack the archive first; an archive of one file needs no pattern',
  format: 'use --format',
  f: 'use --format',
  ingestionmappingpath: 'create the mapping on the table once, then use --mapping NAME',
  mappingpath: 'create the mapping on the table once, then use --mapping NAME',
  ingestionmappingref: 'use --mapping',
  mappingref: 'use --mapping',
  creationtimepattern: 'use --creation-time-pattern',
  ignorefirstrow: 'use --ignore-first-record',
  ignorefirst: 'use --ignore-first-record',
  tag: 'use --tag',
  dontwait:
    'there is no such switch: the studio always waits, because only then it knows that all rows landed. Ctrl+C stops it, and “resume” goes on',
  compression: 'not needed: the true uncompressed size is read from the file',
  cr: 'not needed: the true uncompressed size is read from the file',
  limit: 'name only the files that you want',
  l: 'name only the files that you want',
  listonly: 'let the shell list them: ls PATH',
  list: 'let the shell list them: ls PATH',
  ingesttimeout: 'not needed: waiting ends when the batching policy says that it must have ended',
  forcesync:
    'not done: the studio ingests through the batching manager only; direct ingestion is not for production',
  interactive: 'not needed: nothing asks, and “undo” takes a job back',
  databatchsize: 'not needed: batches are the service’s, by the table’s batching policy',
  filesinbatch: 'not needed: batches are the service’s, by the table’s batching policy',
  devtracing: 'see the log in KUSTO_STUDIO_HOME',
  trace: 'see the log in KUSTO_STUDIO_HOME',
  nosizelimit: 'not needed: large files are cut at record borders',
  parallelrequests: 'not needed: the studio measures the network and adapts',
  ingestionratecount: 'not needed: the studio measures the network and adapts',
  listingratecount: 'not needed: the studio measures the network and adapts',
  repeatpause: 'run the command again from the shell',
  repeatcount: 'run the command again from the shell',
}

/** What to say of a switch of LightIngest; undefined when the argument is none. */
export function findLightIngestSwitch(argument: string): string | undefined {
  const match = /^-([a-z]+)(?:[:=].*)?$/i.exec(argument)
  const name = match?.[1]?.toLowerCase()
  if (name === undefined || name === 'h') return undefined
  const advice = switches[name]
  return advice === undefined
    ? undefined
    : `-${match?.[1] ?? name} is a switch of LightIngest; here: ${advice}.`
}

/** Every switch with its advice, for the help text. */
export function lightIngestTable(): readonly (readonly [string, string])[] {
  return Object.entries(switches)
}
