import { describe, expect, test } from 'vitest'
import { parseClusterUri } from '../../../electron/domain/cluster-uri'
import { StudioError } from '../../../electron/domain/studio-error'

describe('parseClusterUri', () => {
  test.each([
    [
      'https://help.kusto.windows.net',
      'https://help.kusto.windows.net',
      'https://ingest-help.kusto.windows.net',
    ],
    [
      'https://ingest-help.kusto.windows.net/',
      'https://help.kusto.windows.net',
      'https://ingest-help.kusto.windows.net',
    ],
    [
      'help.westeurope',
      'https://help.westeurope.kusto.windows.net',
      'https://ingest-help.westeurope.kusto.windows.net',
    ],
    ['  help ', 'https://help.kusto.windows.net', 'https://ingest-help.kusto.windows.net'],
    [
      'https://trd-1.z0.kusto.fabric.microsoft.com/Samples?x=1',
      'https://trd-1.z0.kusto.fabric.microsoft.com',
      'https://ingest-trd-1.z0.kusto.fabric.microsoft.com',
    ],
    [
      'HTTPS://Help.Kusto.Windows.Net:443',
      'https://help.kusto.windows.net',
      'https://ingest-help.kusto.windows.net',
    ],
  ])('%s', (text, clusterUri, dataIngestionUri) => {
    expect(parseClusterUri(text)).toEqual({ clusterUri, dataIngestionUri, isLoopback: false })
  })

  test.each(['http://127.0.0.1:8080', 'http://localhost:8080/', 'http://[::1]:8080'])(
    'on loopback one address serves both: %s',
    (text) => {
      const address = parseClusterUri(text)
      expect(address.isLoopback).toBe(true)
      expect(address.dataIngestionUri).toBe(address.clusterUri)
    },
  )

  test.each([
    ['', 'empty'],
    ['http://help.kusto.windows.net', 'https, not http'],
    ['https://user:secret@help.kusto.windows.net', 'user name'],
    ['ftp://help.kusto.windows.net', 'not https'],
    ['https://', 'not a URI'],
    ['foo bar', 'has a space'],
  ])('refuses “%s”', (text, words) => {
    expect(() => parseClusterUri(text)).toThrowError(StudioError)
    expect(() => parseClusterUri(text)).toThrowError(words)
  })

  test('a refusal does not repeat a password', () => {
    try {
      parseClusterUri('https://user:hunter2@help.kusto.windows.net')
      expect.unreachable()
    } catch (error) {
      expect(String(error)).not.toContain('hunter2')
    }
  })
})
