/** What becomes of a switch of LightIngest here. */
export type LightIngestAnswer =
  /** It is taken, as this switch of ours. */
  | { readonly becomes: string; readonly value: 'text' | 'yesOrNo' }
  /** It is taken as a file, folder or blob URI to ingest. */
  | { readonly becomes: 'PATH'; readonly value: 'text' }
  /** It is taken and has no effect, because of this. */
  | { readonly notNeeded: string }
  /** It is refused, with the reason and what to use in its place. */
  | { readonly refused: string }

/** Switches that mean the same, and what becomes of them. */
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

const managedIdentity = 'a managed identity signs in on a machine of Azure; here, sign in through the browser'
const ownBlobs = 'name each blob with its SAS; containers are not listed'
const batching = 'batches are the service’s, by the batching policy of the table'
const pace = 'the studio measures the network and adapts'
const direct = 'there is no direct ingestion: it is not meant for production; everything is queued'

/** Every switch of LightIngest (documents: its command-line arguments, and `/??` of the tool itself). */
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
  take(notNeeded('nothing asks; “undo” takes a job back'), 'interactive', 'i'),
  take(notNeeded('the true uncompressed size is read from the file'), 'compression', 'cr'),
  take(notNeeded('large files are cut at record borders'), 'noSizeLimit'),
  take(notNeeded('waiting ends when the batching policy says that it must have'), 'ingestTimeout'),
  take(notNeeded(batching), 'dataBatchSize', 'batch'),
  take(notNeeded(batching), 'filesInBatch'),
  take(notNeeded(pace), 'parallelRequests', 'parallel'),
  take(notNeeded(pace), 'ingestionRateCount', 'rateCount'),
  take(notNeeded(pace), 'listingRateCount', 'listRateCount'),
  take(notNeeded('the log is studio.log in KUSTO_STUDIO_HOME'), 'devTracing', 'trace'),
  take(
    refused('the studio waits, as only then all rows are known to be in; after Ctrl+C, “resume” goes on'),
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
  take(refused('run the command again, for example by a timer of the system'), 'repeatCount', 'repeat'),
  take(refused('run the command again, for example by a timer of the system'), 'repeatPause', 'pause'),
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
