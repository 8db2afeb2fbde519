import { mkdtempSync, rmSync } from 'node:fs'
import { hostname, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { defaultSettings } from '../../../../electron/domain/default-settings'
import { rememberLast } from '../../../../electron/services/diagnostics/last-errors'
import { writeDiagnostics } from '../../../../electron/services/diagnostics/write-diagnostics'
import { openLogFile } from '../../../../electron/services/logger'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'diagnostics-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

/** Each is in the log as a careless library would write it. */
const secrets = [
  'https://acct.blob.core.windows.net/c/b.csv?sv=2024&sig=CANARY0000000000%3D',
  'Authorization: Bearer CANARY1111111111',
  'AccountKey=CANARY2222222222==;EndpointSuffix=core.windows.net',
  'https://user:CANARY3333333333@host/path',
  'AppKey=CANARY4444444444',
  '{"refresh_token":"CANARY5555555555"}',
  'client_secret=CANARY6666666666&scope=x',
  'Application Key=CANARY7777777777;Fed=True',
]

test('diagnostics say versions, disk, the last errors and the end of the log, and neither secrets nor names', async () => {
  const last = rememberLast(openLogFile(join(home, 'studio.log')))
  for (const secret of secrets) last.log('kusto', `It said ${secret}`, new Error(`no: ${secret}`))
  last.log('jobs', 'The table “Payroll” of https://contoso.kusto.windows.net is gone')
  last.log('jobs', 'The table “Payroll” of https://contoso.kusto.windows.net is gone')
  const text = await writeDiagnostics({
    version: '0.1.0',
    homeFolder: home,
    appFolder: process.cwd(),
    settings: { ...defaultSettings, recentClusters: ['https://contoso.kusto.windows.net'] },
    state: ['local cluster running'],
    lastErrors: last.lines(),
  })
  expect(text).toContain('studio 0.1.0')
  expect(text).toContain(`Node.js ${process.versions.node}`)
  expect(text).toMatch(/home folder: \d+ MB free of \d+ MB/)
  expect(text).toContain('local cluster running')
  expect(text).toContain('theme system')
  expect(text).toMatch(/1 recent clusters/)
  expect(text).toMatch(
    /The table “<name 1>” of https:\/\/<host \d+>\.kusto\.windows\.net is gone \(2 times\)/,
  )
  expect(text).toMatch(/End of the log:[^]*jobs The table/)
  expect(text).not.toMatch(/CANARY|Payroll|contoso/)
  expect(text).not.toContain(home)
  if (userInfo().username !== 'root') expect(text).not.toContain(userInfo().username)
  expect(text).not.toContain(hostname())
})

test('of a long log only its end is in them, from the beginning of a line', async () => {
  const log = openLogFile(join(home, 'studio.log'))
  for (let index = 0; index < 3000; index++) log('test', `line number ${index} of many`)
  const text = await writeDiagnostics({
    version: '0.1.0',
    homeFolder: home,
    appFolder: process.cwd(),
    settings: undefined,
    state: [],
    lastErrors: [],
  })
  expect(text.length).toBeLessThan(64_000)
  expect(text).toContain('line number 2999 of many')
  expect(text).toMatch(/End of the log:\n {2}\d{4}-\d\d-\d\dT/)
})

test('what went well is in the log, and not among the last errors', () => {
  const written: string[] = []
  const last = rememberLast(
    (_scope, message) => written.push(message),
    2,
    () => 0,
  )
  last.log('local-cluster', 'listening', undefined, 'note')
  last.log('local-cluster', 'not listening')
  expect(written).toEqual(['listening', 'not listening'])
  expect(last.lines()).toEqual(['1970-01-01T00:00:00.000Z local-cluster not listening'])
})

test('the last errors are as many as asked for, the newest last', () => {
  const last = rememberLast(
    () => undefined,
    2,
    () => 0,
  )
  for (const name of ['a', 'b', 'c', 'b']) last.log('x', name)
  expect(last.lines()).toEqual(['1970-01-01T00:00:00.000Z x c', '1970-01-01T00:00:00.000Z x b (2 times)'])
})
