import { describe, expect, it } from 'vitest'
import { AnonymousText } from '../../../electron/domain/anonymous-text'

const text = (): AnonymousText =>
  new AnonymousText({
    folders: [
      { path: '/home/ana', name: '~' },
      { path: '/home/ana/.studio', name: '<home>' },
      { path: '/opt/Kusto Studio/app.asar', name: '<app>' },
    ],
    words: [
      { word: 'anapaula', name: '<user>' },
      { word: 'root', name: '<user>' },
      { word: 'ANA-LAPTOP', name: '<machine>' },
    ],
  })

describe('a text for strangers', () => {
  it.each([
    ['ENOENT: no such file, open ‘x’ "/home/ana/Payroll 2026.csv"', 'Payroll'],
    ["ENOENT: no such file or directory, open '/data/Payroll of May.csv'", 'Payroll'],
    ['open C:\\Users\\Payroll\\May.csv failed', 'Payroll'],
    ['The table “Payroll” is not in database “Salaries”.', /Payroll|Salaries/],
    ["Failed to resolve table expression named 'Payroll'", 'Payroll'],
    ['GET https://payroll.westeurope.kusto.windows.net/v1/rest/query -> 403', 'payroll'],
    ['getaddrinfo ENOTFOUND ingest-payroll.westeurope.kusto.windows.net', 'payroll'],
    ['https://payroll.blob.core.windows.net/landing/may.csv?sig=CANARYCANARY', /payroll|landing|may|CANARY/],
    ['abfss://payroll@contoso.dfs.core.windows.net/may.csv', /payroll|contoso|may/],
    ['signed in as ana.paula@contoso.com in tenant', /paula|contoso/],
    ['user AnaPaula on ana-laptop', /anapaula|laptop/i],
    ['Bearer CANARYCANARYCANARY', 'CANARY'],
  ])('does not say what “%s” is about', (line, forbidden) => {
    expect(text().write(line)).not.toMatch(forbidden)
  })

  it('keeps what explains a failure, and tells one name from another', () => {
    const anonymous = text()
    expect(
      anonymous.write(
        'copy “A” to “B” and “A” on https://a.kusto.windows.net and https://b.kusto.windows.net',
      ),
    ).toBe(
      'copy “<name 1>” to “<name 2>” and “<name 1>” on https://<host 1>.kusto.windows.net and https://<host 2>.kusto.windows.net',
    )
    expect(anonymous.write('open “A”')).toBe('open “<name 1>”')
    expect(anonymous.write("open '/data/may.csv.gz' failed: EACCES")).toBe(
      "open '<path 1>.gz' failed: EACCES",
    )
    const stack =
      'Error: no\n    at run (/opt/Kusto Studio/app.asar/out/main/main.cjs:12:5)\n    at node:internal/process/task_queues:95:5'
    expect(anonymous.write(stack)).toBe(stack.replace('/opt/Kusto Studio/app.asar', '<app>'))
    const local =
      'http://127.0.0.1:40123/v1/rest/mgmt answered 500, /home/ana/.studio/journal.sqlite is 12 MB, root 3.7.1'
    expect(anonymous.write(local)).toBe(local.replace('/home/ana/.studio', '<home>'))
  })

  it('writes its own output unchanged', () => {
    const anonymous = text()
    const once = anonymous.write(
      "“A” at https://a.kusto.windows.net/x for b@contoso.com in '/data/a/b.csv' and /data/a/c.csv",
    )
    expect(anonymous.write(once)).toBe(once)
  })
})
