import { named, scalar } from '../scalar'
import type { FunctionTable } from './function-call'

/** Hexadecimal digits with the bytes of the first three groups reversed, as .NET writes a guid. */
const turned =
  'h[7:8] || h[5:6] || h[3:4] || h[1:2] || h[11:12] || h[9:10] || h[15:16] || h[13:14] || h[17:32]'

/** Guids as base64 of their 16 bytes. */
export const guidCodeFunctions: FunctionTable = {
  base64_decode_toguid: (call) => {
    const bytes = named(
      `TRY(hex(from_base64(${call.text(0)})))`,
      'h',
      `CASE WHEN len(h) = 32 THEN ${turned} END`,
    )
    return scalar(`try_cast(${bytes} AS UUID)`, 'guid')
  },
  base64_encode_fromguid: (call) => {
    if (call.value(0).type !== 'guid') throw call.refuse(`'${call.name}' with a ${call.value(0).type}`)
    const digits = `replace(CAST(${call.as(0, 'guid')} AS VARCHAR), '-', '')`
    return scalar(`coalesce(to_base64(unhex(${named(digits, 'h', turned)})), '')`, 'string')
  },
}
