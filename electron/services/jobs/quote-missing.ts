import { StudioError } from '../../domain/studio-error'

/**
 * The failure of a source in which a quoted field runs to the end.
 *
 * @param record Number of the record that holds it, from 1.
 * @param name Of the source, where it is known.
 */
export function quoteMissing(record: number, name?: string): StudioError {
  return new StudioError('ClosingQuoteMissing', `A quoted field of record ${record} is never closed.`, {
    record,
    ...(name === undefined ? {} : { subject: name }),
    nextStep: 'Look for a quote without its partner in that record. Nothing of the source was ingested.',
  })
}
