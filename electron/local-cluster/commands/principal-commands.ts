import { wholeDatabase } from '../engine/policy-store'
import type { RoleAssignment } from '../engine/principal-store'
import { resultTable, type Cell, type ResultTable } from '../answers/result-table'
import { command, nothing } from './command'
import type { CommandContext } from './command-context'
import type { CommandScope } from './command-words'

/** Roles as commands name them, and how lists show them (documents: manage database and table security roles). */
const databaseRoles: Readonly<Record<string, string>> = {
  admins: 'Admin',
  ingestors: 'Ingestor',
  monitors: 'Monitor',
  unrestrictedviewers: 'UnrestrictedViewer',
  users: 'User',
  viewers: 'Viewer',
}
const tableRoles = ['admins', 'ingestors']

/** Anyone who reaches the loopback port may do everything. */
const localUser = 'local-cluster-user'

/** `… ('aaduser=x', …) [skip-results] ['why']`, and `none` instead of the principals for `.set`. */
const changeRole = command({
  words: ['add', 'drop', 'set'].flatMap((verb) => [
    ...Object.keys(databaseRoles).map((role) => `${verb} database N ${role}`),
    ...tableRoles.map((role) => `${verb} table T ${role}`),
  ]),
  read(reader, start) {
    const verb = start.verb('add', 'drop', 'set')
    const principals =
      verb === 'set' && reader.accept('none') ? [] : reader.list(() => reader.string('a principal'))
    const skipsResults = reader.accept('skip-results')
    const role = start.words.split(' ').at(-1) ?? ''
    return { verb, scope: start.scope, role, principals, skipsResults, notes: reader.tryString() ?? '' }
  },
  async run(context, { verb, scope, role, principals, skipsResults, notes }) {
    await context.state.principals.change(
      { ...placeOf(context, scope), role },
      {
        added: verb === 'drop' ? [] : principals,
        removed: verb === 'set' ? 'all' : verb === 'drop' ? principals : [],
        notes,
      },
    )
    return skipsResults ? principalTable([]) : show(context, scope)
  },
})

const showPrincipals = command({
  words: ['cluster', 'database', 'database N', 'table T'].map((owner) => `show ${owner} principals`),
  read: (_reader, start) => ({ scope: start.scope }),
  run: (context, { scope }) => show(context, scope),
})

const showPrincipalAccess = command({
  words: ['show principal access', 'show current principal'],
  read: (reader) => reader.properties(),
  run: (context) => show(context, { level: 'cluster' }),
})

const showPrincipalRoles = command({
  words: [
    'show current principal roles',
    'show principal roles',
    'show cluster principal roles',
    'show database principal roles',
    'show database N principal roles',
    'show table T principal roles',
  ],
  read: nothing,
  run: () =>
    resultTable({ Scope: 'string', DisplayName: 'string', AADObjectID: 'string', Role: 'string' }, [
      ['Cluster', 'Local User', '', 'AllDatabasesAdmin'],
    ]),
})

/** The commands of who may do what. */
export const principalCommands = [changeRole, showPrincipals, showPrincipalAccess, showPrincipalRoles]

async function show(context: CommandContext, scope: CommandScope): Promise<ResultTable> {
  const owner: readonly Cell[] = [
    'AllDatabasesAdmin',
    'Local User',
    localUser,
    '',
    `local=${localUser}`,
    '',
    '',
  ]
  if (scope.level === 'cluster') return principalTable([owner])
  const place = placeOf(context, scope)
  const assignments = await context.state.principals.list(place.database, place.tableNumber)
  const entity = scope.level === 'table' ? `Table ${scope.table}` : `Database ${place.database}`
  return principalTable([owner, ...assignments.map((each) => assignmentRow(each, entity))])
}

function assignmentRow({ role, principal, notes }: RoleAssignment, entity: string): readonly Cell[] {
  const [kind = '', identity = ''] = principal.split(/=(.*)/s)
  const [name = ''] = identity.split(';')
  const objectId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name) ? name : ''
  return [`${entity} ${databaseRoles[role] ?? role}`, typeOf(kind), name, objectId, principal, notes, '']
}

function typeOf(kind: string): string {
  switch (kind.toLowerCase()) {
    case 'aadapp':
      return 'Microsoft Entra Application'
    case 'aadgroup':
      return 'Microsoft Entra Group'
    case 'aaduser':
      return 'Microsoft Entra User'
    default:
      return kind
  }
}

/** @throws KustoError when the database or table is not there. */
function placeOf(
  context: CommandContext,
  scope: CommandScope,
): { readonly database: string; readonly tableNumber: bigint } {
  const { catalog } = context.state
  if (scope.level === 'table') {
    const table = catalog.table(context.databaseName, scope.table)
    return { database: table.database, tableNumber: table.number }
  }
  const named = scope.level === 'database' ? scope.database : undefined
  return { database: catalog.database(named ?? context.databaseName).name, tableNumber: wholeDatabase }
}

function principalTable(rows: readonly (readonly Cell[])[]): ResultTable {
  return resultTable(
    {
      Role: 'string',
      PrincipalType: 'string',
      PrincipalDisplayName: 'string',
      PrincipalObjectId: 'string',
      PrincipalFQN: 'string',
      Notes: 'string',
      RoleAssignmentIdentifier: 'string',
    },
    rows,
  )
}
