import type { ComputedFunction } from '../../engine/duckdb-engine-functions'
import { addressFunctions } from './addresses'
import { canonicalJson } from './canonical-json'
import { seriesFilters } from './series-filters'
import { seriesFits } from './series-fits'
import { seriesShapes } from './series-shapes'
import { specialFunctions } from './special-functions'
import { textCodeFunctions } from './text-codes'
import { textPartFunctions } from './text-parts'
import { xxHash64Functions } from './xx-hash-64'

/** The functions that translated queries call and that are computed in this process, by names like `kql_…`. */
export const computedFunctions: readonly ComputedFunction[] = [
  ...addressFunctions,
  canonicalJson,
  ...seriesFilters,
  ...seriesFits,
  ...seriesShapes,
  ...specialFunctions,
  ...textCodeFunctions,
  ...textPartFunctions,
  ...xxHash64Functions,
]
