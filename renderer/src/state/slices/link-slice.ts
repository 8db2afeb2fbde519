import type { LinkPlace } from '../../../../electron/domain/schema/studio-link'
import { fromWireError, StudioError } from '../../../../electron/domain/studio-error'
import { linkText } from '../../text/en'
import { clusterKey } from '../../../../electron/domain/cluster-uri'
import type { LinkSlice } from '../link'
import { valueOf } from '../loadable'
import type { StudioState } from '../studio-state'
import type { StudioSlice } from './slice'

/** Makes the slice of links. */
export const createLinkSlice: StudioSlice<LinkSlice> = (_set, get, { subscribe }) => ({
  receiveLink: (link) => {
    if (link.kind === 'refused') get().notify(fromWireError(link.error))
    else if (get().opening !== null) {
      // It may be the cluster that the link leads to.
      const end = subscribe(({ opening }) => {
        if (opening !== null) return
        end()
        // Whoever opened it first forgets the tables of the cluster before.
        queueMicrotask(() => get().receiveLink(link))
      })
    } else if (isOpen(get(), link.place)) {
      get().closeView()
      void get().goTo(link.place)
    } else get().openView({ kind: 'connect', place: link.place })
  },

  goTo: async (place) => {
    if (!isOpen(get(), place)) return
    await get().attempt(async () => {
      const { database, table, blobUri } = place
      if (database !== null) await openTable(get, database, table)
      get().closeHistory()
      if (blobUri === null) return
      // Filled in, and no more: nobody asks storage about it before the user does.
      get().chooseTab('blob')
      get().setBlobUri(blobUri)
    })
  },
})

function isOpen({ connection }: StudioState, { clusterUri }: LinkPlace): boolean {
  if (connection?.state !== 'open') return false
  return clusterUri === connection.clusterUri || clusterUri === clusterKey(connection)
}

/** @throws StudioError if the open cluster has no such database or table. */
async function openTable(get: () => StudioState, database: string, table: string | null): Promise<void> {
  await get().databaseWhenKnown()
  const state = get()
  const isKnown = valueOf(state.databases)?.includes(database) === true
  if (!isKnown) throw new StudioError('DatabaseNotFound', linkText.noDatabase(database))
  state.setExpanded(database, true)
  if (table === null) return
  const tables = await state.loadTables(database)
  if (tables.find(({ name }) => name === table) === undefined) {
    throw new StudioError('TableNotFound', linkText.noTable(database, table), {
      nextStep: linkText.chooseTable,
    })
  }
  await state.selectTable({ database, table })
}
