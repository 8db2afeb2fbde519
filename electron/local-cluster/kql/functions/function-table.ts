import { addressFunctions } from './address-functions'
import { arrayFunctions } from './array-functions'
import { bagKeyFunctions } from './bag-key-functions'
import { codeFunctions } from './code-functions'
import { conditionalFunctions } from './conditional-functions'
import { conversionFunctions } from './conversion-functions'
import { dynamicFunctions } from './dynamic-functions'
import { extentFunctions } from './extent-functions'
import type { FunctionTable } from './function-call'
import { guidCodeFunctions } from './guid-code-functions'
import { mathFunctions } from './math-functions'
import { rowFunctions } from './row-functions'
import { seriesFillFunctions } from './series-fill-functions'
import { seriesFunctions } from './series-functions'
import { seriesStatisticsFunctions } from './series-statistics-functions'
import { specialFunctions } from './special-functions'
import { stringFunctions } from './string-functions'
import { timeFunctions } from './time-functions'
import { unitFunctions } from './unit-functions'
import { webFunctions } from './web-functions'
import { windowFunctions } from './window-functions'

/** The scalar functions that are translated; any other is refused by name. */
export const scalarFunctions: FunctionTable = {
  ...addressFunctions,
  ...arrayFunctions,
  ...bagKeyFunctions,
  ...codeFunctions,
  ...conditionalFunctions,
  ...conversionFunctions,
  ...dynamicFunctions,
  ...extentFunctions,
  ...guidCodeFunctions,
  ...mathFunctions,
  ...rowFunctions,
  ...seriesFillFunctions,
  ...seriesFunctions,
  ...seriesStatisticsFunctions,
  ...specialFunctions,
  ...stringFunctions,
  ...timeFunctions,
  ...unitFunctions,
  ...webFunctions,
  ...windowFunctions,
}
