import { expect, test } from 'vitest'
import type { OpenedLink } from '../../../electron/domain/schema/studio-link'
import { LinkInbox } from '../../../electron/main/link-inbox'

const link = 'kusto-studio://open?cluster=help&database=Samples'
const place = {
  clusterUri: 'https://help.kusto.windows.net',
  database: 'Samples',
  table: null,
  blobUri: null,
}

test('a link that comes before a page listens waits for the first that asks', () => {
  const inbox = new LinkInbox()
  inbox.receiveArguments(['/opt/studio', '--flag', link])
  inbox.deliverTo(() => false)
  expect(inbox.take()).toEqual({ kind: 'place', place })
  expect(inbox.take()).toBeNull()
})

test('a link that a page gets does not wait as well; one that is refused says why', () => {
  const inbox = new LinkInbox()
  const delivered: OpenedLink[] = []
  inbox.deliverTo((one) => delivered.push(one) > 0)
  inbox.receive(link)
  inbox.receiveArguments(['/opt/studio', 'kusto-studio://open?cluster=help&blob=https://a.b/c/d?sig=secret'])
  inbox.receiveArguments(['/opt/studio', 'file.csv'])
  expect(delivered).toMatchObject([
    { kind: 'place', place },
    {
      kind: 'refused',
      error: { code: 'RequestInvalid', message: expect.stringContaining('a SAS') as string },
    },
  ])
  expect(inbox.take()).toBeNull()
})
