/** What a LightIngest switch does here. */
export type LightIngestAnswer =
  /** Accepted, as this switch of ours. */
  | { readonly becomes: string; readonly value: 'text' | 'yesOrNo' }
  /** Accepted, as a file, folder or blob URI to ingest. */
  | { readonly becomes: 'PATH'; readonly value: 'text' }
  /** Accepted without effect, for this reason. */
  | { readonly notNeeded: string }
  /** Refused, with the reason and what to use instead. */
  | { readonly refused: string }

/** Switches that mean the same, and what they do here. */
export interface LightIngestSwitch {
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
const ownBlobs = 'name each blob with its SAS; containers are not listed'
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
  take(text('--mapping'), 'ingestionMappingRef', 'mappingRef'),
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
  take(
    refused('create the mapping on the table once, then use --mapping NAME'),
    'ingestionMappingPath',
    'mappingPath',
  ),
  take(refused('unpack the archive first; an archive with one file in it needs no pattern'), 'zipPattern'),
  take(refused(`${ownBlobs}; for folders, use --include 'folder/**'`), 'prefix'),
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
  take(refused(ownBlobs), 'connectToStorageWithManagedIdentity', 'storageMi'),
  take(refused(ownBlobs), 'connectToStorageWithUserAuth', 'storageUserAuth'),
  take(refused(ownBlobs), 'connectToStorageLoginUri', 'storageLoginUri'),
]
