/** What a LightIngest switch does here. */
export type LightIngestAnswer =
  /** Accepted, as this switch of ours. */
  | { readonly becomes: string; readonly value: 'text' | 'yesOrNo' }
  /** Accepted, as a file, a folder, or the URI of a blob or container to ingest. */
  | { readonly becomes: 'PATH'; readonly value: 'text' }
  /** Accepted without effect, for this reason. */
  | { readonly notNeeded: string }
  /** Refused, with the reason and what to use instead. */
  | { readonly refused: string }

/** Switches that mean the same, and what they do here. */
interface LightIngestSwitch {
  /** The long name, then the short ones, as LightIngest writes them. */
  readonly names: readonly string[]
  readonly answer: LightIngestAnswer
}

const text = (becomes: string): LightIngestAnswer => ({ becomes, value: 'text' })
const yesOrNo = (becomes: string): LightIngestAnswer => ({ becomes, value: 'yesOrNo' })
const notNeeded = (reason: string): LightIngestAnswer => ({ notNeeded: reason })
const refused = (reason: string): LightIngestAnswer => ({ refused: reason })
const take = (answer: LightIngestAnswer, ...names: string[]): LightIngestSwitch => ({ names, answer })

const managedIdentity = 'managed identities work only on Azure machines; here, sign in through the browser'
const ownSecret =
  'give the container with a SAS that has read and list permission, with ;ACCOUNT_KEY, or for S3 with ;AwsCredentials=ID,KEY'
const batching = 'the service makes the batches, following the table’s batching policy'
const pace = 'the studio measures the network and adapts'
const direct = 'direct ingestion is not meant for production; everything is queued'

/** All LightIngest switches (documents: its command-line arguments, and `/??` of the tool itself). */
export const lightIngestSwitches: readonly LightIngestSwitch[] = [
  take(text('--database'), 'database', 'db'),
  take(text('--table'), 'table'),
  take(text('PATH'), 'sourcePath', 'source'),
  take(text('--include'), 'pattern'),
  take(text('--format'), 'format', 'f'),
  take(text('--prefix'), 'prefix'),
  take(text('--mapping'), 'ingestionMappingRef', 'mappingRef'),
  take(text('--mapping-file'), 'ingestionMappingPath', 'mappingPath'),
  take(text('--zip-pattern'), 'zipPattern'),
  take(text('--ingest-if-not-exists'), 'ingestIfNotExists'),
  take(text('--tag'), 'tag', 'tags'),
  take(text('--creation-time-pattern'), 'creationTimePattern'),
  take(yesOrNo('--ignore-first-record'), 'ignoreFirstRow', 'ignoreFirst'),
  take(text('--limit'), 'limit', 'l'),
  take(yesOrNo('--list-only'), 'listOnly', 'list'),
  take(notNeeded('there are no prompts; “undo” takes a job back'), 'interactive', 'i'),
  take(notNeeded('the true uncompressed size is read from the file'), 'compression', 'cr'),
  take(notNeeded('large files are cut between records'), 'noSizeLimit'),
  take(notNeeded('the batching policy decides how long to wait'), 'ingestTimeout'),
  take(notNeeded(batching), 'dataBatchSize', 'batch'),
  take(notNeeded(batching), 'filesInBatch'),
  take(notNeeded(pace), 'parallelRequests', 'parallel'),
  take(notNeeded(pace), 'ingestionRateCount', 'rateCount'),
  take(notNeeded(pace), 'listingRateCount', 'listRateCount'),
  take(notNeeded('the log is studio.log in KUSTO_STUDIO_HOME'), 'devTracing', 'trace'),
  take(
    refused(
      'the studio waits, because only then are all rows known to have landed; after Ctrl+C, “resume” continues',
    ),
    'dontWait',
  ),
  take(refused(direct), 'forceSync'),
  take(refused('run the command again, for example from a system timer'), 'repeatCount', 'repeat'),
  take(refused('run the command again, for example from a system timer'), 'repeatPause', 'pause'),
  take(refused(managedIdentity), 'managedIdentity', 'mi'),
  take(
    refused('add ;managed_identity=… to the blob URI'),
    'ingestWithManagedIdentity',
    'ingestmi',
    'imgestmi',
  ),
  take(refused(ownSecret), 'connectToStorageWithManagedIdentity', 'storageMi'),
  take(refused(ownSecret), 'connectToStorageWithUserAuth', 'storageUserAuth'),
  take(refused(ownSecret), 'connectToStorageLoginUri', 'storageLoginUri'),
]
