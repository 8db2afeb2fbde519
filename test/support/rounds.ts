/**
 * How often the tests repeat themselves. `npm test` does fewer rounds; with `KUSTO_STUDIO_FULL` set (a CI job, or
 * `npm run soak`) it does all of them. A variable for one of them wins.
 */
export const rounds = {
  /** Kills with SIGKILL at a random moment. */
  kills: roundsOf('KILL_ROUNDS', 8, 40),
  /** Acknowledged messages, each with a blob, that kills of the local cluster have to spare. */
  acknowledgedMessages: roundsOf('ACKNOWLEDGED_MESSAGES', 600, 2_000),
  /** Seconds that a busy cluster turns requests away, beyond what shows that it does. */
  busySeconds: roundsOf('BUSY_SECONDS', 0, 120),
  /** Random worlds of the ingestion model. */
  modelWorlds: roundsOf('MODEL_SEEDS', 1_000, 10_000),
  /** Random delimited texts. */
  delimitedTexts: roundsOf('DELIMITED_TEXTS', 80, 200),
  /** Random delimited texts that the check splits. */
  splitTexts: roundsOf('SPLIT_TEXTS', 150, 1_000),
  /** Random files whose values are foreseen and then compared with what landed. */
  foreseenFiles: roundsOf('FORESEEN_FILES', 30, 200),
  /** Hostile files that are looked into as blobs too, of all that are looked into as files. */
  hostileBlobs: roundsOf('HOSTILE_BLOBS', 90, 1_000),
  /** Random files that go the whole way; 2,000 are always tried. */
  wholeWayFiles: roundsOf('WHOLE_WAY_FILES', 2_000, 2_000),
  /** Random requests to each method of the contract. */
  fuzzedCalls: roundsOf('FUZZED_CALLS', 2_000, 10_000),
  /** Seconds of random requests. */
  wireSeconds: roundsOf('WIRE_FUZZ_SECONDS', 20, 60),
} as const

/**
 * The seed of random input: always the same for the usual number of rounds, so that a run can be compared with the one
 * before; another each time where more is tried. A variable wins.
 */
export function seedOf(variable: string, isUsual: boolean): number {
  return Number(process.env[variable] ?? (isUsual ? 2026 : Date.now() % 1_000_000_000))
}

function roundsOf(variable: string, few: number, all: number): number {
  const given = process.env[variable]
  if (given !== undefined) return Number(given)
  return process.env['KUSTO_STUDIO_FULL'] === undefined ? few : all
}
