/** The hosts that queued ingestion needs, in the order in which they are used. */
export const checkedHosts = ['engine', 'dataManagement', 'blob', 'queue', 'table'] as const

export type CheckedHost = (typeof checkedHosts)[number]
/** Hosts of Azure Storage, which the cluster lends. */
export type StorageHost = Exclude<CheckedHost, 'engine' | 'dataManagement'>

export function isStorageHost(host: CheckedHost): host is StorageHost {
  return host !== 'engine' && host !== 'dataManagement'
}
