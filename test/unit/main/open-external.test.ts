import { describe, expect, test } from 'vitest'
import { isAllowedExternalUrl, openExternal } from '../../../electron/main/open-external'

const allowed = [
  'https://learn.microsoft.com/kusto/api/get-started/app-queued-ingestion',
  'https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=1',
  'https://LEARN.microsoft.com/',
  'https://microsoft.com/devicelogin',
]
const refused = [
  '',
  'learn.microsoft.com',
  'http://learn.microsoft.com/',
  'https://learn.microsoft.com.evil.example/',
  'https://evil.example/learn.microsoft.com',
  'https://evil.example?https://learn.microsoft.com/',
  'https://evil.example#learn.microsoft.com',
  'https://learn.microsoft.com@evil.example/',
  'https://user@learn.microsoft.com/',
  'https://user:password@learn.microsoft.com/',
  'https://learn.microsoft.com:8443/',
  'https://sub.learn.microsoft.com/',
  'https://learn.microsoft.com%2eevil.example/',
  'https://learn-microsoft.com/',
  'https://microsoft.com/',
  'https://microsoft.com/devicelogin/x',
  'https://microsoft.com/devicelogin?x',
  'https:\\\\evil.example\\learn.microsoft.com',
  'https://login.microsoftonline.com.evil.example/common',
  '//learn.microsoft.com/',
  'file:///etc/passwd',
  'file://learn.microsoft.com/etc/passwd',
  'javascript:alert(1)//https://learn.microsoft.com/',
  'data:text/html,<script>1</script>',
  'vbscript:x',
  'ms-msdt:/id',
  'search-ms:query=x',
  'smb://learn.microsoft.com/share',
  'ftp://learn.microsoft.com/',
  'ws://learn.microsoft.com/',
  'app://studio/index.html',
  'about:blank',
  'https://[::1]/',
  'https://127.0.0.1/',
  'https://learn.microsoft.com\u0000.evil.example/',
]

describe('addresses that may leave the studio', () => {
  test.each(allowed)('%s may', (url) => expect(isAllowedExternalUrl(url)).toBe(true))
  test.each(refused)('“%s” may not', async (url) => {
    const opened: string[] = []
    const open = async (address: string): Promise<void> => void opened.push(address)
    await expect(openExternal(url, open)).rejects.toThrow('not on the list')
    expect(opened).toEqual([])
  })

  test('the operating system gets the parsed address', async () => {
    const opened: string[] = []
    await openExternal('https://learn.microsoft.com/a b', async (url) => void opened.push(url))
    expect(opened).toEqual(['https://learn.microsoft.com/a%20b'])
  })
})
