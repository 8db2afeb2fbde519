import { writeFileSync } from 'node:fs'
import { makeStormEventsCsv } from '../electron/domain/storm-events'

// Run with `npx tsx assets/generate-samples.ts`. A test holds the file against the generator.
writeFileSync(new URL('stormevents.csv', import.meta.url), makeStormEventsCsv())
