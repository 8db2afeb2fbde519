import type { CommandProperties } from './command-reader'

/** What people write about a table or function. */
export interface EntityTexts {
  readonly docString?: string
  readonly folder?: string
}

/** The texts among the properties of a command. */
export function readTexts({ docstring, folder }: CommandProperties): EntityTexts {
  return {
    ...(docstring === undefined ? {} : { docString: docstring }),
    ...(folder === undefined ? {} : { folder }),
  }
}
