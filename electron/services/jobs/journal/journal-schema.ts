/** The version of the tables below. A journal of a newer version is left alone. */
export const journalVersion = 3

/**
 * What the history lists of each job, in a table of its own, so that looking through all of them reads little. The
 * indexes hold all that a search reads.
 */
const historyTables = `
CREATE TABLE history (
  job_id TEXT PRIMARY KEY REFERENCES jobs ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  words TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX history_by_age ON history (created_at DESC, job_id DESC, outcome, words);
CREATE INDEX sources_by_words ON sources (job_id, words);
`

/** How tables were at some moments. */
const snapshotsTable = `
CREATE TABLE snapshots (
  snapshot_id TEXT PRIMARY KEY,
  cluster_uri TEXT NOT NULL,
  is_local INTEGER NOT NULL,
  database TEXT NOT NULL,
  name TEXT NOT NULL,
  at INTEGER NOT NULL,
  job_id TEXT,
  head TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX snapshots_by_table ON snapshots (database, name, at);
CREATE INDEX snapshots_by_job ON snapshots (job_id) WHERE job_id IS NOT NULL;
`

/**
 * The steps that bring a journal from each version to the next, starting at version 1.
 *
 * - 1 to 2: a job said for all its sources whether to leave out the first record; now each source says so. The number of
 *   rows that an undo dropped was not kept.
 * - 2 to 3: there was no history, and no snapshots of tables were kept. The words and entries of earlier jobs are written
 *   after the journal is open (see `history/catch-up.ts`), because they follow from whole jobs.
 */
export const journalSteps: readonly string[] = [
  `
UPDATE sources SET body = json_set(body, '$.ignoreFirstRecord',
  json((SELECT CASE WHEN body ->> '$.ignoreFirstRecord' THEN 'true' ELSE 'false' END
        FROM jobs WHERE jobs.job_id = sources.job_id)));
UPDATE jobs SET body = json_set(json_remove(body, '$.ignoreFirstRecord'), '$.undoneRows', json('null'));
`,
  `
ALTER TABLE sources ADD COLUMN words TEXT NOT NULL DEFAULT '';
${historyTables}
${snapshotsTable}`,
]

/**
 * Columns hold what is searched for; the rest of a record is JSON in `body`, which is checked when it is read. None of it
 * holds a URL query, token or SAS.
 */
export const journalTables = `
CREATE TABLE jobs (
  job_id TEXT PRIMARY KEY,
  database TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  is_open INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX jobs_by_age ON jobs (created_at);
CREATE TABLE sources (
  source_id TEXT PRIMARY KEY,
  job_id TEXT NOT NULL REFERENCES jobs ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  state TEXT NOT NULL,
  fingerprint TEXT,
  words TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL
) STRICT;
CREATE INDEX sources_by_job ON sources (job_id, ordinal);
CREATE INDEX sources_by_fingerprint ON sources (fingerprint) WHERE fingerprint IS NOT NULL;
CREATE TABLE blobs (
  blob_id TEXT PRIMARY KEY,
  job_id TEXT NOT NULL REFERENCES jobs ON DELETE CASCADE,
  state TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX blobs_by_job ON blobs (job_id);
CREATE TABLE row_counts (
  cluster_uri TEXT NOT NULL,
  database TEXT NOT NULL,
  name TEXT NOT NULL,
  at INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  ours INTEGER NOT NULL,
  PRIMARY KEY (cluster_uri, database, name, at)
) STRICT, WITHOUT ROWID;
${historyTables}
${snapshotsTable}`

/** Reads the ids of jobs that an earlier version of the studio wrote, which have no entry in the history yet. */
export const jobsWithoutEntry = 'SELECT job_id FROM jobs WHERE job_id NOT IN (SELECT job_id FROM history)'
