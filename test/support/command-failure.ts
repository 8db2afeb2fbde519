import type { ClusterClient } from './cluster-client'

/** The code and message with which the cluster refuses a query or a command: `Code: message`. */
export async function commandFailure(client: ClusterClient, csl: string): Promise<string> {
  try {
    await client.rows(csl)
  } catch (error) {
    const data = (error as { response?: { data?: { error?: { code: string; '@message': string } } } })
      .response?.data
    if (data?.error !== undefined) return `${data.error.code}: ${data.error['@message']}`
    throw error
  }
  throw new Error(`${csl} did not fail`)
}
