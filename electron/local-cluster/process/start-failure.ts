import { redactText } from '../../domain/redact-text'
import { KustoError } from '../answers/kusto-error'
import type { ChildMessage } from './protocol'

/** Explains to a person why a cluster could not start. */
export function describeStartFailure(error: unknown): Extract<ChildMessage, { kind: 'failed' }> {
  if (error instanceof KustoError && error.code === 'LocalCluster_FolderInUse') {
    return { kind: 'failed', code: 'FolderInUse', message: error.message }
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return {
      kind: 'failed',
      code: 'PortInUse',
      message: 'The port is in use by another program. Choose another one, or 0 for any free one.',
    }
  }
  const reason = error instanceof Error ? error.message : 'unknown reason'
  return {
    kind: 'failed',
    code: 'Failed',
    message: `The local cluster could not start: ${redactText(reason)}`,
  }
}
