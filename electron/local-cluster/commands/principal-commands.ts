import { resultTable, type ResultTable } from '../answers/result-table'
import { command, nothing } from './command'

const principal = 'local-cluster-user'

/** Anyone who reaches the loopback port may do everything. */
const showPrincipals = command({
  words: ['cluster', 'database', 'database N', 'table T'].map((owner) => `show ${owner} principals`),
  read: (_reader, start) => ({ scope: start.scope }),
  run(context, { scope }) {
    const { catalog } = context.state
    if (scope.level === 'database') catalog.database(scope.database ?? context.databaseName)
    if (scope.level === 'table') catalog.table(context.databaseName, scope.table)
    return show()
  },
})

const showPrincipalRoles = command({
  words: ['show current principal roles', 'show principal roles', 'show current principal'],
  read: nothing,
  run: show,
})

const showPrincipalAccess = command({
  words: ['show principal access'],
  read: (reader) => reader.properties(),
  run: show,
})

/** The commands of who may do what. */
export const principalCommands = [showPrincipals, showPrincipalRoles, showPrincipalAccess]

function show(): ResultTable {
  return resultTable(
    {
      Role: 'string',
      PrincipalType: 'string',
      PrincipalDisplayName: 'string',
      PrincipalObjectId: 'string',
      PrincipalFQN: 'string',
      Notes: 'string',
    },
    [['AllDatabasesAdmin', 'Local User', principal, '', `local=${principal}`, '']],
  )
}
