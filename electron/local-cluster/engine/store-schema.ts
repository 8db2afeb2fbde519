import { createHash } from 'node:crypto'
import type { DuckDbEngine, Session } from './duckdb-engine'

/** Layout version of the database file. A file with a later version is refused, not guessed at. */
const storeVersion = 1

/**
 * `meta` holds what the cluster knows (names, policies, extents, ingested items), `data` holds the rows. Names in
 * `data` are our own (see catalog-entry.ts).
 */
const statements = [
  'CREATE SCHEMA meta',
  'CREATE SCHEMA data',
  'CREATE TABLE meta.store (version INTEGER NOT NULL, macros VARCHAR NOT NULL)',
  `INSERT INTO meta.store VALUES (${storeVersion}, '')`,
  'CREATE SEQUENCE meta.table_number',
  'CREATE SEQUENCE meta.column_number',
  'CREATE SEQUENCE meta.extent_number',
  'CREATE TABLE meta.databases (name VARCHAR PRIMARY KEY, created_on BIGINT NOT NULL)',
  `CREATE TABLE meta.tables (number BIGINT PRIMARY KEY, database VARCHAR NOT NULL, name VARCHAR NOT NULL,
     folder VARCHAR NOT NULL, doc_string VARCHAR NOT NULL, created_on BIGINT NOT NULL)`,
  `CREATE TABLE meta.columns (number BIGINT PRIMARY KEY, table_number BIGINT NOT NULL, ordinal INTEGER NOT NULL,
     name VARCHAR NOT NULL, type VARCHAR NOT NULL)`,
  // A database's policies and mappings have table_number -1: a key column is never null.
  `CREATE TABLE meta.policies (database VARCHAR, table_number BIGINT, policy VARCHAR, value VARCHAR NOT NULL,
     PRIMARY KEY (database, table_number, policy))`,
  `CREATE TABLE meta.mappings (database VARCHAR, table_number BIGINT, kind VARCHAR, name VARCHAR,
     mapping VARCHAR NOT NULL, updated_on BIGINT NOT NULL, PRIMARY KEY (database, table_number, kind, name))`,
  `CREATE TABLE meta.extents (number BIGINT PRIMARY KEY, id UUID NOT NULL, table_number BIGINT NOT NULL,
     rows BIGINT NOT NULL, created_on BIGINT NOT NULL, raw_size BIGINT NOT NULL, tags VARCHAR[] NOT NULL,
     source_ids VARCHAR[] NOT NULL)`,
  // One row per message: queued, landed (its id never lands again) or failed.
  `CREATE TABLE meta.items (id VARCHAR PRIMARY KEY, state VARCHAR NOT NULL, database VARCHAR NOT NULL,
     "table" VARCHAR NOT NULL, received_on BIGINT NOT NULL, attempts INTEGER NOT NULL, message VARCHAR,
     source_path VARCHAR NOT NULL, ended_on BIGINT, extent_number BIGINT, error_code VARCHAR,
     failure_status VARCHAR, details VARCHAR, operation_id VARCHAR)`,
]

/** Tables that came later; created if missing. Earlier versions ignore them. */
const additions = [
  `CREATE TABLE IF NOT EXISTS meta.operations (id VARCHAR PRIMARY KEY, database VARCHAR NOT NULL,
     "table" VARCHAR NOT NULL, started_on BIGINT NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS meta.operation_items (operation_id VARCHAR NOT NULL, ordinal INTEGER NOT NULL,
     item_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, url VARCHAR NOT NULL,
     PRIMARY KEY (operation_id, ordinal))`,
  `CREATE TABLE IF NOT EXISTS meta.functions (database VARCHAR, name VARCHAR, parameters VARCHAR NOT NULL,
     body VARCHAR NOT NULL, folder VARCHAR NOT NULL, doc_string VARCHAR NOT NULL, PRIMARY KEY (database, name))`,
  `CREATE TABLE IF NOT EXISTS meta.column_texts (column_number BIGINT PRIMARY KEY, doc_string VARCHAR NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS meta.principals (database VARCHAR, table_number BIGINT, role VARCHAR, principal VARCHAR,
     notes VARCHAR NOT NULL, PRIMARY KEY (database, table_number, role, principal))`,
  `CREATE TABLE IF NOT EXISTS meta.update_failures (operation_id VARCHAR NOT NULL, database VARCHAR NOT NULL,
     "table" VARCHAR NOT NULL, failed_on BIGINT NOT NULL, error_code VARCHAR NOT NULL, is_permanent BOOLEAN NOT NULL,
     details VARCHAR NOT NULL)`,
]

/**
 * Creates the tables of a new store, or checks those of an old one.
 *
 * @throws Error when the store was written by a later version.
 */
export async function prepareStore(session: Session): Promise<void> {
  const [known] = await session.rows(
    "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'meta' AND table_name = 'store'",
  )
  if (known?.[0] === 0n) {
    for (const statement of [...statements, ...additions]) await session.run(statement)
    return
  }
  const [row] = await session.rows('SELECT version FROM meta.store')
  const version = Number(row?.[0])
  if (version !== storeVersion) {
    throw new Error(`The data folder has layout ${version}; this version reads layout ${storeVersion}.`)
  }
  for (const statement of additions) await session.run(statement)
}

/**
 * Defines the macros that queries and loads call. The file keeps them, so this only does work if they changed: at
 * the first start, and after an update.
 */
export async function prepareMacros(engine: DuckDbEngine, statements: readonly string[]): Promise<void> {
  const fingerprint = createHash('sha256').update(JSON.stringify(statements)).digest('hex')
  const [row] = await engine.rows('SELECT macros FROM meta.store')
  if (row?.[0] === fingerprint) return
  await engine.transaction(async (session) => {
    for (const statement of statements) await session.run(statement)
    await session.run('UPDATE meta.store SET macros = $1', [fingerprint])
  })
}
