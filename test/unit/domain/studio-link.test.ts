import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openedLinkSchema } from '../../../electron/domain/schema/studio-link'
import { StudioError } from '../../../electron/domain/studio-error'
import { isStudioLink, parseStudioLink } from '../../../electron/domain/studio-link'

const cluster = 'https://help.kusto.windows.net'
const link = (parts: string): string => `kusto-studio://open?${parts}`

describe('a link into the studio', () => {
  test.each([
    [`cluster=${cluster}`, { clusterUri: cluster, database: null, table: null, blobUri: null }],
    ['cluster=ingest-help.westeurope', { clusterUri: 'https://help.westeurope.kusto.windows.net' }],
    [`cluster=${cluster}&database=Samples&table=StormEvents`, { database: 'Samples', table: 'StormEvents' }],
    [`cluster=local&database=My+Data&table=%C3%9Cber%20alles`, { clusterUri: 'local', table: 'Über alles' }],
    [
      `cluster=${cluster}&blob=${encodeURIComponent('https://a.blob.core.windows.net/c/events.csv')}`,
      { blobUri: 'https://a.blob.core.windows.net/c/events.csv' },
    ],
  ])('%s says where to go', (parts, place) => {
    expect(parseStudioLink(link(parts))).toMatchObject(place)
  })

  test.each([
    ['kusto-studio:open?cluster=x', 'does not begin with'],
    ['kusto-studio://run?cluster=x', 'does not begin with'],
    ['kusto-studio://open/drop?cluster=x', 'does not begin with'],
    [`https://open?cluster=${cluster}`, 'does not begin with'],
    ['kusto-studio://ada:pw-secret@open?cluster=x', 'a password'],
    [link(`cluster=${cluster}#pw-secret`), 'after “#”'],
    [link('database=Samples'), 'no cluster'],
    [link(`cluster=${cluster}&table=T`), 'a table and no database'],
    [link(`cluster=${cluster}&cluster=${cluster}`), 'more than one cluster'],
    [link(`cluster=${cluster}&database=`), 'its database is empty'],
    [link(`cluster=${cluster}&database=D&table=a%E2%80%AEb`), 'its table is no name'],
    [link(`cluster=${cluster}&database=a%0Ab`), 'its database is no name'],
    [link(`cluster=${cluster}&query=.drop`), 'does not know'],
    [link(`cluster=${cluster}&pw-secret=1`), 'does not know'],
    [link('cluster=http://help.kusto.windows.net'), 'no cluster URI'],
    [link('cluster=https://ada:pw-secret@help.kusto.windows.net'), 'no cluster URI'],
    [link(`cluster=${cluster}&blob=https://a.b/c/d.csv?sig=pw-secret`), 'a SAS'],
    [link(`cluster=${cluster}&blob=https://a.b/c/d.csv%3Bpw-secret`), 'a SAS'],
    [link(`cluster=${cluster}&blob=https://u:pw-secret@a.b/c/d.csv`), 'a SAS'],
    [link(`cluster=${cluster}&blob=/etc/passwd`), 'no URI of a blob'],
    [link(`cluster=${cluster}&database=${'a'.repeat(9000)}`), 'longer than 8,192'],
  ])('%s is refused in plain words, which hold nothing of it', (text, why) => {
    const follow = (): unknown => parseStudioLink(text)
    expect(follow).toThrow(why)
    expect(follow).not.toThrow(/pw-secret/)
    expect(follow).toThrow(StudioError)
  })

  test('whatever it is, it is refused or leads to a place without a query, a fragment or a password', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        cluster,
        'local',
        'https://a.b/c',
        'https://u:p@a.b/c?sig=1',
        'x;y',
        '../..',
        '\u0000',
        'javascript:1',
      ),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
    )
    const made = fc
      .array(fc.tuple(fc.constantFrom('cluster', 'database', 'table', 'blob', 'x'), part), { maxLength: 6 })
      .map((parts) => link(new URLSearchParams(parts).toString()))
    const raw = part.map((text) => `kusto-studio://open?cluster=${text}`)
    fc.assert(
      fc.property(fc.oneof(part, raw, made), (text) => {
        try {
          const place = parseStudioLink(text)
          expect(openedLinkSchema.safeParse({ kind: 'place', place }).success).toBe(true)
          const uris = [place.clusterUri, place.blobUri ?? '']
          expect(uris.join(' ')).not.toMatch(/[?#;]|\/\/[^/]*@/)
        } catch (error) {
          if (!(error instanceof StudioError)) throw error
          expect(error.code).toBe('RequestInvalid')
        }
      }),
      { numRuns: 500, seed: 12 },
    )
  })

  test.each([
    ['kusto-studio://open', true],
    ['KUSTO-STUDIO:whatever', true],
    ['/home/me/kusto-studio', false],
    ['--kusto-studio://open', false],
  ])('%s is meant as one: %s', (text, isMeant) => {
    expect(isStudioLink(text)).toBe(isMeant)
  })
})
