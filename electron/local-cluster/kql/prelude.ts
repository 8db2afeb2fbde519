import { valueMacros } from '../engine/value-macros'
import { conversionMacros } from './prelude/conversion-macros'
import { dynamicMacros } from './prelude/dynamic-macros'
import { textMacros } from './prelude/text-macros'
import { timeMacros } from './prelude/time-macros'
import { webMacros } from './prelude/web-macros'

/**
 * SQL to run when a database file is opened: the schema `kql`, with the macros that translated queries call.
 * Running it again changes nothing.
 */
export const preludeStatements: readonly string[] = [
  'CREATE SCHEMA IF NOT EXISTS kql',
  ...valueMacros('kql'),
  ...conversionMacros,
  ...dynamicMacros,
  ...timeMacros,
  ...textMacros,
  ...webMacros,
]
