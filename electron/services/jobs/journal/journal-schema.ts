/** The version of the tables below. A journal of a newer version is left alone. */
export const journalVersion = 3

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
 * - 2 to 3: no snapshots of tables were kept.
 */
export const journalSteps: readonly string[] = [
  `
UPDATE sources SET body = json_set(body, '$.ignoreFirstRecord',
  json((SELECT CASE WHEN body ->> '$.ignoreFirstRecord' THEN 'true' ELSE 'false' END
        FROM jobs WHERE jobs.job_id = sources.job_id)));
UPDATE jobs SET body = json_set(json_remove(body, '$.ignoreFirstRecord'), '$.undoneRows', json('null'));
`,
  snapshotsTable,
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
${snapshotsTable}`
