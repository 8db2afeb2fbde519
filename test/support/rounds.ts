/**
 * How often the tests repeat themselves. `npm test` does fewer rounds; with `KUSTO_STUDIO_FULL` set (a CI job, or
 * `npm run soak`) it does all of them. A variable for one of them wins.
 */
export const rounds = {
  /** Kills with SIGKILL at a random moment. */
  kills: roundsOf('KILL_ROUNDS', 12, 40),
  /** Random worlds of the ingestion model. */
  modelWorlds: roundsOf('MODEL_SEEDS', 2_000, 10_000),
  /** Random delimited texts. */
  delimitedTexts: roundsOf('DELIMITED_TEXTS', 80, 200),
} as const

function roundsOf(variable: string, few: number, all: number): number {
  const given = process.env[variable]
  if (given !== undefined) return Number(given)
  return process.env['KUSTO_STUDIO_FULL'] === undefined ? few : all
}
