/** SQL that the engine runs on each database file when it opens it: macros that translated queries call. */
export const preludeStatements: readonly string[] = []
