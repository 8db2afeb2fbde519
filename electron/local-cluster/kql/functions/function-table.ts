import { conditionalFunctions } from './conditional-functions'
import { conversionFunctions } from './conversion-functions'
import { extentFunctions } from './extent-functions'
import type { FunctionTable } from './function-call'
import { mathFunctions } from './math-functions'
import { stringFunctions } from './string-functions'
import { timeFunctions } from './time-functions'

/** The scalar functions that are translated; any other is refused by name. */
export const scalarFunctions: FunctionTable = {
  ...conditionalFunctions,
  ...conversionFunctions,
  ...extentFunctions,
  ...mathFunctions,
  ...stringFunctions,
  ...timeFunctions,
}
