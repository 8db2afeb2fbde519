import type { DuckDbEngine } from './duckdb-engine'

/** A principal in a role on a database or a table. */
export interface RoleAssignment {
  readonly database: string
  /** `wholeDatabase` for a role on the database. */
  readonly tableNumber: bigint
  /** As commands name it: `admins`. */
  readonly role: string
  /** The principal's fully qualified name: `aaduser=someone@example.com`. */
  readonly principal: string
  readonly notes: string
}

/** Who has which role. The cluster shows it, and lets everybody do everything that the sign-in rules allow. */
export class PrincipalStore {
  readonly #engine: DuckDbEngine

  constructor(engine: DuckDbEngine) {
    this.#engine = engine
  }

  /** The assignments on a table or, with `wholeDatabase`, on a database, by role and principal. */
  async list(database: string, tableNumber: bigint): Promise<RoleAssignment[]> {
    const rows = await this.#engine.rows(
      `SELECT role, principal, notes FROM meta.principals WHERE database = $1 AND table_number = $2
         ORDER BY role, principal`,
      [database, tableNumber],
    )
    return rows.map(([role, principal, notes]) => ({
      database,
      tableNumber,
      role: String(role),
      principal: String(principal),
      notes: String(notes),
    }))
  }

  /** Takes principals out of a role and puts others into it, in one transaction. */
  async change(
    role: Pick<RoleAssignment, 'database' | 'tableNumber' | 'role'>,
    change: {
      readonly added: readonly string[]
      readonly removed: readonly string[] | 'all'
      readonly notes: string
    },
  ): Promise<void> {
    const key = [role.database, role.tableNumber, role.role]
    const where = 'database = $1 AND table_number = $2 AND role = $3'
    await this.#engine.transaction(async (session) => {
      if (change.removed === 'all') await session.run(`DELETE FROM meta.principals WHERE ${where}`, key)
      else {
        for (const principal of change.removed) {
          await session.run(`DELETE FROM meta.principals WHERE ${where} AND principal = $4`, [
            ...key,
            principal,
          ])
        }
      }
      for (const principal of change.added) {
        await session.run('INSERT OR REPLACE INTO meta.principals VALUES ($1, $2, $3, $4, $5)', [
          ...key,
          principal,
          change.notes,
        ])
      }
    })
  }
}
