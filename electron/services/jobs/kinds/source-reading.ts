import { needsConversion } from '../../../domain/conversion/reading-converter'
import type { DataFormat } from '../../../domain/data-format'
import type { Reading } from '../../../domain/schema/reading'
import type { SourceDraft } from './source-kind'

/** What a request says about how its source is read, as the record of the source has it. */
export function readAs(
  request: { readonly reading?: Reading | undefined; readonly ignoreFirstRecord?: boolean | undefined },
  format: DataFormat,
): Pick<SourceDraft, 'format' | 'ignoreFirstRecord' | 'reading'> {
  const { reading } = request
  if (reading === undefined) return { format, ignoreFirstRecord: request.ignoreFirstRecord ?? false }
  return {
    format: reading.format,
    ignoreFirstRecord: reading.ignoreFirstRecord,
    reading: needsConversion(reading) ? reading : null,
  }
}
