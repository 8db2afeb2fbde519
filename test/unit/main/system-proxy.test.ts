import { expect, test } from 'vitest'
import { takeSystemProxy } from '../../../electron/main/system-proxy'

test.each([
  ['PROXY proxy.contoso.com:8080; DIRECT', 'http://proxy.contoso.com:8080'],
  ['HTTPS proxy.contoso.com:443', 'https://proxy.contoso.com:443'],
  ['DIRECT', undefined],
  ['SOCKS5 proxy.contoso.com:1080', undefined],
  ['', undefined],
])('the system says “%s”', async (answer, proxy) => {
  const environment: NodeJS.ProcessEnv = {}
  await takeSystemProxy(environment, () => Promise.resolve(answer))
  expect(environment['HTTPS_PROXY']).toBe(proxy)
})

test('a proxy that the environment names stays, and a system that cannot tell is no obstacle', async () => {
  const environment: NodeJS.ProcessEnv = { https_proxy: 'http://mine:1' }
  await takeSystemProxy(environment, () => Promise.resolve('PROXY other:2'))
  expect(environment).toEqual({ https_proxy: 'http://mine:1' })
  const empty: NodeJS.ProcessEnv = {}
  await takeSystemProxy(empty, () => Promise.reject(new Error('no settings')))
  expect(empty).toEqual({})
})
