import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import {
  forget,
  localClusterFiles,
  tokenFileOf,
  tokenOfLocalCluster,
  writePort,
  writeToken,
} from '../../../electron/services/local-cluster-files'

const home = mkdtempSync(join(tmpdir(), 'token-'))
const files = localClusterFiles(home)
afterAll(() => rmSync(home, { recursive: true, force: true }))

test('the token goes to the studio’s own cluster while it runs, and to no other address', () => {
  writePort(files.port, 4711)
  writeToken(files.token, 'first')
  writeToken(files.token, 'secret')
  expect(statSync(files.token).mode & 0o777).toBe(0o600)
  expect(tokenOfLocalCluster(home, 'http://127.0.0.1:4711', {})).toBe('secret')
  expect(tokenFileOf(home, 'http://localhost:4711')).toBe(files.token)
  for (const other of [
    'http://127.0.0.1:4712',
    'https://a.kusto.windows.net:4711',
    'https://a.kusto.windows.net',
  ]) {
    expect(tokenOfLocalCluster(home, other, {}), other).toBeUndefined()
    expect(tokenFileOf(home, other), other).toBeUndefined()
  }
  forget(files.token)
  expect(tokenOfLocalCluster(home, 'http://127.0.0.1:4711', {})).toBeUndefined()
  expect(tokenFileOf(home, 'http://127.0.0.1:4711')).toBeUndefined()
})

test('another cluster on this machine gets the token of the environment, a cluster elsewhere never', () => {
  const environment = { KUSTO_LOCAL_CLUSTER_TOKEN: 'given' }
  expect(tokenOfLocalCluster(home, 'http://127.0.0.1:8080', environment)).toBe('given')
  expect(tokenOfLocalCluster(home, 'https://a.kusto.windows.net', environment)).toBeUndefined()
})
