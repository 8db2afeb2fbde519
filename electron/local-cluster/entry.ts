import './process/thread-pool.cjs'
import './process/node18-crypto'
import { endInAnyCase } from './process/last-resort'
import { startLocalCluster, type LocalCluster } from './local-cluster'
import { connectToParent } from './process/parent-port'
import { engineBrokenExitCode, parentMessage, type ChildMessage } from './process/protocol'
import { describeStartFailure } from './process/start-failure'

/**
 * The local cluster in its own process: an Electron utility process, or one forked by Node. It ends when told to,
 * or when its parent is gone.
 */
const parent = connectToParent<ChildMessage>()
if (parent === undefined) {
  process.stderr.write(
    'This program is started by another one. To run a cluster alone: entry-command-line.\n',
  )
  process.exit(2)
}

let cluster: Promise<LocalCluster> | undefined
let ending = false

const end = async (): Promise<void> => {
  if (ending) return
  ending = true
  endInAnyCase()
  try {
    await (await cluster)?.close()
  } catch (error) {
    // A failed start has been reported already, and a failed close loses nothing: the store is transactional.
    parent.send({
      kind: 'log',
      line: `close: ${error instanceof Error ? error.message : 'unknown'}`,
      isNote: false,
    })
  }
  parent.send({ kind: 'closed' })
  process.exit(0)
}

parent.onMessage((value) => {
  const message = parentMessage.safeParse(value)
  if (!message.success) {
    parent.send({ kind: 'log', line: 'Ignored a message that does not follow the protocol.', isNote: false })
    return
  }
  if (message.data.kind === 'close') {
    void end()
    return
  }
  if (cluster !== undefined) return
  const { port, dataDir, databases, token, allowLocalBlobs } = message.data.options
  cluster = startLocalCluster({
    ...(port === undefined ? {} : { port }),
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(databases === undefined ? {} : { databases }),
    ...(token === undefined ? {} : { token }),
    ...(allowLocalBlobs === undefined ? {} : { allowLocalBlobs }),
    log: (line, isNote = false) => parent.send({ kind: 'log', line, isNote }),
    onFatal: () => process.exit(engineBrokenExitCode),
  })
  cluster.then(
    ({ clusterUri, dataIngestionUri, database }) =>
      parent.send({ kind: 'ready', clusterUri, dataIngestionUri, database }),
    (error: unknown) => {
      parent.send(describeStartFailure(error))
      void end()
    },
  )
})
parent.onGone(() => void end())
process.on('SIGTERM', () => void end())
process.on('SIGINT', () => void end())
