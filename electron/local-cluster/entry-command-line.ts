import './process/thread-pool.cjs'
import './process/node18-crypto'
import { helpText, parseCommandLine } from './process/command-line-options'
import { endInAnyCase } from './process/last-resort'
import { startLocalCluster } from './local-cluster'
import { engineBrokenExitCode } from './process/protocol'
import { resetFolder } from './process/reset-folder'
import { readSignInRules } from './process/sign-in-rules'
import { runSeedScript } from './process/seed-script'
import { describeStartFailure } from './process/start-failure'

/** The local cluster as a program; runs until interrupted. */
async function main(): Promise<number> {
  const options = parseCommandLine(process.argv.slice(2), process.env)
  if (options.kind === 'help') {
    process.stdout.write(helpText)
    return 0
  }
  if (options.kind === 'wrong') {
    process.stderr.write(`${options.message}\n\n${helpText}`)
    return 2
  }
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
    // A program that forked this one ends it by closing the channel, or by ending.
    if (process.connected) process.once('disconnect', () => resolve())
  })
  const { port, dataDir, databases, certificateFile, httpsStorage, token, allowLocalBlobs, json } = options
  // With --json, standard output holds only the one line that a program reads.
  const log = (line: string): void => {
    ;(json ? process.stderr : process.stdout).write(`${new Date().toISOString()} ${line}\n`)
  }
  try {
    if (options.reset && dataDir !== undefined) await resetFolder(dataDir)
    const signIn = options.signInFile === undefined ? undefined : readSignInRules(options.signInFile)
    const cluster = await startLocalCluster({
      port,
      databases,
      allowLocalBlobs,
      httpsStorage,
      log,
      onFatal: () => process.exit(engineBrokenExitCode),
      ...(dataDir === undefined ? {} : { dataDir }),
      ...(certificateFile === undefined ? {} : { certificateFile }),
      ...(token === undefined ? {} : { token }),
      ...(signIn === undefined ? {} : { signIn }),
    })
    try {
      for (const file of options.seedFiles) await runSeedScript(file, cluster.run)
    } catch (error) {
      await cluster.close()
      throw error
    }
    const { clusterUri, dataIngestionUri, database } = cluster
    if (json)
      process.stdout.write(`${JSON.stringify({ clusterUri, ingestUri: dataIngestionUri, database })}\n`)
    else process.stdout.write(`Cluster URI ${clusterUri}, database ${database}. Ctrl+C stops it.\n`)
    // A waiting cluster's timers do not keep the process alive; its server does.
    await stopped
    endInAnyCase()
    await cluster.close()
    return 0
  } catch (error) {
    process.stderr.write(`${describeStartFailure(error).message}\n`)
    return 1
  }
}

void main().then((code) => process.exit(code))
