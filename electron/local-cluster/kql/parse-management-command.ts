import { KustoError } from '../kusto-error'
import type { ManagementCommand } from './management-command'

/**
 * Parses a management command.
 *
 * @throws KustoError: a syntax error (`SYN0002`) with its position, or `BadRequest_NotSupported` for a
 * command that Kusto has and this cluster has not.
 */
export function parseManagementCommand(_csl: string): ManagementCommand {
  throw new KustoError('BadRequest_NotSupported', 'Management commands are not supported.')
}
