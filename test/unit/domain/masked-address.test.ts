import { expect, it } from 'vitest'
import { readClusterPlace } from '../../../electron/domain/cluster-uri'
import { maskedAddress } from '../../../electron/domain/masked-address'
import { StudioError } from '../../../electron/domain/studio-error'

function refusal(text: string): string | undefined {
  try {
    readClusterPlace(text)
    return undefined
  } catch (error) {
    return error instanceof StudioError ? error.message : undefined
  }
}

const key = 'aGFyZGx5IGEgc2VjcmV0IGJ1dCBsb25nIGVub3VnaCBmb3Igb25l=='

it.each([
  [
    'Data Source=https://help.kusto.windows.net;AppClientId=a;AppKey=hunter2',
    'Data Source=https://help.kusto.windows.net;AppClientId=a;AppKey=•••',
  ],
  ['AppKey=hunter2;Data Source=help', 'AppKey=•••;Data Source=help'],
  ['help;Password="hunter2;hunter2";Database=a', 'help;Password=•••;Database=a'],
  ["help;Application Key = 'hunter2;hunter2", 'help;Application Key = •••'],
  ['help;User Token=hunter2', 'help;User Token=•••'],
  ['help;Application Certificate Blob=hunter2', 'help;Application Certificate Blob=•••'],
  ['https://me:hunter2@help.kusto.windows.net', 'https://•••@help.kusto.windows.net'],
  ['me:hunter2@help.kusto.windows.net', '•••@help.kusto.windows.net'],
  [
    'https://a.blob.core.windows.net/c/b.csv?sv=1&sig=hunter2&se=2',
    'https://a.blob.core.windows.net/c/b.csv?sv=1&sig=•••&se=2',
  ],
  [`https://a.blob.core.windows.net/c/b.csv;${key}`, 'https://a.blob.core.windows.net/c/b.csv;•••'],
  [
    `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${key}`,
    'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=•••',
  ],
])('%s is refused, and stays so without what is secret', (text, shown) => {
  expect(refusal(text)).toBeDefined()
  expect(maskedAddress(text)).toBe(shown)
  expect(refusal(shown)).toBe(refusal(text))
  expect(maskedAddress(shown)).toBe(shown)
})

it('leaves what is not secret as it was typed', () => {
  for (const text of ['http://example.com/a?b=c', 'Data Source=', 'help;Application Key=', '@help/Samples']) {
    expect(maskedAddress(text)).toBe(text)
  }
})
