import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { redactText } from '../../domain/redact-text'
import { tokenPattern } from '../http/bearer-token'

/** What the command line asks for. */
type CommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string }
  | {
      readonly kind: 'run'
      readonly port: number
      /** Undefined: in memory. */
      readonly dataDir: string | undefined
      readonly reset: boolean
      readonly json: boolean
      readonly databases: readonly string[]
      /** Scripts to run at the start, in order. */
      readonly seedFiles: readonly string[]
      /** Undefined: the status table uses http. */
      readonly certificateFile: string | undefined
      /** All of storage over https, not the status table alone. */
      readonly httpsStorage: boolean
      /** Undefined: no sign-in needed. */
      readonly token: string | undefined
      /** Undefined: nobody signs in. */
      readonly signInFile: string | undefined
      readonly allowLocalBlobs: boolean
    }

/** The text of `--help`. */
export const helpText = `Usage: local-cluster [options]

Runs a Kusto cluster on this machine: engine, queued ingestion, storage. Ctrl+C stops it.

  --port N         port on 127.0.0.1 (default: any free one)
  --data-dir DIR   folder for the data (default: ~/.kusto-local-cluster)
  --in-memory      keep nothing
  --reset          empty the data folder first
  --database NAME  database to create if it is missing; may be repeated (default: Samples)
  --seed FILE      run a script of commands, separated by blank lines, before the cluster is ready; may be repeated
  --certificate FILE
                   serve the status table over https, which the Node SDK insists on, and write the certificate
                   to FILE, for NODE_EXTRA_CA_CERTS
  --https-storage  with --certificate: serve blobs and queues over https, too, which the Go SDK insists on
  --token TEXT     accept only requests with this bearer token (better: KUSTO_LOCAL_CLUSTER_TOKEN in the
                   environment, which other users of this machine cannot read)
  --auth FILE      accept only requests of who has signed in; FILE is JSON: issuer, audience, keys (a JSON web key
                   set's) and, if not everyone is an admin, roles: viewer, ingestor or admin by upn or appid
  --allow-local-blobs
                   also read blobs from other servers on this machine and its link
                   (or KUSTO_LOCAL_CLUSTER_ALLOW_LOCAL_BLOBS=1 in the environment)
  --json           print one line of JSON when ready, and the log to standard error
  --help           show this text
`

/** Reads the arguments after the program's name; the environment supplies missing ones. */
export function parseCommandLine(
  arguments_: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CommandLine {
  let values
  try {
    ;({ values } = parseArgs({
      args: [...arguments_],
      options: {
        port: { type: 'string' },
        'data-dir': { type: 'string' },
        'in-memory': { type: 'boolean' },
        reset: { type: 'boolean' },
        json: { type: 'boolean' },
        certificate: { type: 'string' },
        'https-storage': { type: 'boolean' },
        token: { type: 'string' },
        auth: { type: 'string' },
        'allow-local-blobs': { type: 'boolean' },
        database: { type: 'string', multiple: true },
        seed: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    }))
  } catch (error) {
    return {
      kind: 'wrong',
      message: redactText(error instanceof Error ? error.message : 'The options are wrong.'),
    }
  }
  if (values.help === true) return { kind: 'help' }
  const port = Number(values.port ?? '0')
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return { kind: 'wrong', message: `--port takes a number from 0 to 65535, not “${values.port}”.` }
  }
  if (values['in-memory'] === true && values['data-dir'] !== undefined) {
    return { kind: 'wrong', message: '--in-memory and --data-dir cannot be used together.' }
  }
  if (values['https-storage'] === true && values.certificate === undefined) {
    return { kind: 'wrong', message: '--https-storage needs --certificate FILE.' }
  }
  const token = values.token ?? environment['KUSTO_LOCAL_CLUSTER_TOKEN']
  if (token !== undefined && !tokenPattern.test(token)) {
    const message = 'A token consists of letters, digits and -._~+/ and may end with =.'
    return { kind: 'wrong', message }
  }
  const databases = values.database ?? ['Samples']
  return {
    kind: 'run',
    port,
    dataDir:
      values['in-memory'] === true
        ? undefined
        : (values['data-dir'] ?? join(homedir(), '.kusto-local-cluster')),
    reset: values.reset === true,
    json: values.json === true,
    databases,
    seedFiles: values.seed ?? [],
    certificateFile: values.certificate,
    httpsStorage: values['https-storage'] === true,
    token,
    signInFile: values.auth,
    allowLocalBlobs:
      values['allow-local-blobs'] === true || environment['KUSTO_LOCAL_CLUSTER_ALLOW_LOCAL_BLOBS'] === '1',
  }
}
