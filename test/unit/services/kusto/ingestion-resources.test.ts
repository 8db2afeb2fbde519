import { expect, test } from 'vitest'
import { StudioError } from '../../../../electron/domain/studio-error'
import { StorageCallError } from '../../../../electron/services/kusto/attempts'
import type { KustoConnection } from '../../../../electron/services/kusto/connection'
import {
  IngestionResourceCache,
  type IngestionResources,
} from '../../../../electron/services/kusto/ingestion-resources'
import { HandClock } from '../../../support/hand-clock'

/** A cluster that signs its storage anew whenever it is asked. */
class RotatingCluster {
  asked = 0
  readonly connection = {
    executeDataManagement: async () => {
      this.asked += 1
      const uri = (kind: string): string => `https://account.${kind}.core.windows.net/c?sig=${this.asked}`
      const rows = [
        ['TempStorage', uri('blob')],
        ['SecuredReadyForAggregationQueue', uri('queue')],
      ]
      return await Promise.resolve({ columns: [], rows })
    },
  } as unknown as KustoConnection
}

const refused = (): StorageCallError => {
  const error = new StudioError('StorageRefused', 'The permission has expired.', { retryable: true })
  return new StorageCallError({
    error,
    kind: 'refused',
    isUnreachable: false,
    mayBeDone: false,
    retryAfterMs: undefined,
  })
}

const keyOf = ({ containers }: IngestionResources): string => containers[0]?.uri.split('sig=')[1] ?? ''

test('permissions that expire under way are renewed once for all who need them, and the work goes on', async () => {
  const cluster = new RotatingCluster()
  const cache = new IngestionResourceCache(cluster.connection, new HandClock())
  let good = '1'
  const upload = async (): Promise<string> =>
    await cache.use(async (resources) => {
      if (keyOf(resources) !== good) throw refused()
      return await Promise.resolve(keyOf(resources))
    })
  expect(await Promise.all([upload(), upload()])).toEqual(['1', '1'])
  good = '2'
  expect(await Promise.all([upload(), upload(), upload()])).toEqual(['2', '2', '2'])
  expect(cluster.asked).toBe(2)
})

test('during a job of hours they are asked for again before they expire', async () => {
  const cluster = new RotatingCluster()
  const clock = new HandClock()
  const cache = new IngestionResourceCache(cluster.connection, clock)
  for (let minute = 0; minute < 240; minute++) {
    await cache.resources()
    clock.pass(60_000)
  }
  expect(cluster.asked).toBe(5)
})
