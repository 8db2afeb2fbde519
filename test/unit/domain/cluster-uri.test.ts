import { describe, expect, test } from 'vitest'
import { parseClusterUri, readClusterPlace } from '../../../electron/domain/cluster-uri'
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
    ['https://user:hunter2@help.kusto.windows.net', 'user name'],
    ['ftp://help.kusto.windows.net', 'not ftp'],
    ['https://', 'not a URI'],
    ['foo bar', 'has a space'],
    ['https://example.com/hunter2', 'example.com is not at a known address of Kusto clusters'],
    ['https://help.kusto.windows.net/100%', 'stands for no character'],
    ['https://my_cluster$.kusto.windows.net', 'no name of a machine'],
    ['Fed=True;Initial Catalog=Samples', 'names no cluster'],
    ['Data Source=help;Application Key=hunter2;Fed=True', 'has a key'],
    ['https://help.kusto.windows.net;AppClientId=a;AppKey=hunter2', 'has a key'],
    ['Server=help;User ID=a;Password=hunter2', 'a password'],
    ['Data Source=help;Pwd=hunter2', 'a password'],
    ['Data Source=help;User Token=hunter2', 'a token'],
    ['https://dataexplorer.azure.com/dashboards/4f2c', 'names no cluster'],
    ['https://app.fabric.microsoft.com/groups/11/eventhouses/22?x=1', 'the Fabric portal'],
    [
      'https://portal.azure.com/#@t/resource/subscriptions/1/providers/Microsoft.Kusto/Clusters/c',
      'Azure portal',
    ],
    ['/subscriptions/1/resourceGroups/g/providers/Microsoft.Kusto/clusters/c', 'Azure portal'],
    ['https://ade.applicationinsights.io/subscriptions/1/resourcegroups/g', 'It only reads'],
    ['ade.loganalytics.io/subscriptions/1/resourcegroups/g', 'It only reads'],
    ['https://adx.monitor.azure.com/subscriptions/1/resourcegroups/g', 'It only reads'],
    [
      'https://dataexplorer.azure.com/clusters/adx.monitor.azure.com%2Fsubscriptions%2F1/databases/w',
      'It only reads',
    ],
    // Odd ones, each with a word of its own.
    ['a'.repeat(5000), 'too long'],
    [`https://${'a.'.repeat(130)}kusto.windows.net`, 'too long'],
    ['https://.kusto.windows.net', 'no name of a machine'],
    ['https://help..kusto.windows.net', 'no name of a machine'],
    ['private-ingest-', 'no name of a machine'],
    ['ingest-ingest-help', '“ingest-” more than once'],
    ['https://ingest-private-ingest-mine.westeurope.kusto.windows.net', '“ingest-” more than once'],
    ['https://mine.privatelink.westeurope.kusto.windows.net', 'private link'],
    ['https://help.kusto.windows.net/db1/db2', 'more than a database'],
    ['help/db1/db2/', 'more than a database'],
    ['/db1/db2', 'begins with “/”'],
    ['//help.kusto.windows.net', 'begins with “/”'],
    ['help;db', 'a name, “=” and a value'],
    ['help;hunter2;Fed=True', 'a name, “=” and a value'],
    [
      'kusto-studio://open?cluster=https://help.kusto.windows.net&database=hunter2',
      'a link into this studio',
    ],
    ['https://account.blob.core.windows.net/c/b.csv?sig=hunter2', 'of storage, not of a cluster'],
  ])('refuses “%s”, and repeats no secret', (text, words) => {
    try {
      parseClusterUri(text)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(StudioError)
      expect((error as StudioError).message).toContain(words)
      expect(JSON.stringify([String(error), error])).not.toContain('hunter2')
    }
  })

  test('a page of a portal is answered with what to copy there instead', () => {
    const stepFor = (text: string): string | undefined => {
      try {
        parseClusterUri(text)
      } catch (error) {
        return (error as StudioError).nextStep
      }
      return undefined
    }
    expect(stepFor('https://app.fabric.microsoft.com/groups/1/databases/2')).toContain('Query URI')
    expect(stepFor('https://portal.azure.com/#home')).toContain('Overview page')
  })
})

const help = 'https://help.kusto.windows.net'
const mine = 'https://mine.westeurope.kusto.windows.net'

describe('readClusterPlace', () => {
  test.each([
    // What surrounds an address in a text.
    ['“https://help.kusto.windows.net”', help, null],
    ['"help.westeurope/Samples",', 'https://help.westeurope.kusto.windows.net', 'Samples'],
    ["'help'", help, null],
    ['<https://help.kusto.windows.net/>', help, null],
    ['(https://help.kusto.windows.net).', help, null],
    ['[https://help.kusto.windows.net]', help, null],
    ['[the cluster](https://help.kusto.windows.net/Samples)', help, 'Samples'],
    ['https://help.kusto.windows.net./', help, null],
    ['https://help.kusto.windows.net.', help, null],
    ['\u200bhttps://help.kusto.windows.net\ufeff', help, null],
    // Databases.
    ['https://mine.westeurope.kusto.windows.net/My%20Data?web=1', mine, 'My Data'],
    ['https://ingest-mine.westeurope.kusto.windows.net/Logs/', mine, 'Logs'],
    ['mine.westeurope.kusto.windows.net:443/Logs', mine, 'Logs'],
    ['https://help.kusto.windows.net/v2/rest/query', help, null],
    ['https://help.kusto.windows.net/NetDefaultDB', help, null],
    ['@help/Samples', help, 'Samples'],
    ['#connect @mine.westeurope/Logs', mine, 'Logs'],
    ["cluster('help').database('Samples').StormEvents", help, 'Samples'],
    ['cluster("mine.westeurope")', mine, null],
    // Connection strings.
    ['Data Source=https://help.kusto.windows.net;Initial Catalog=Samples;Fed=true', help, 'Samples'],
    ['data source = help/Samples ; AAD Federated Security = True;', help, 'Samples'],
    ['https://ingest-help.kusto.windows.net;Fed=True', help, null],
    ['Server="mine.westeurope";Database="Logs";Application Key=', mine, 'Logs'],
    ['Fed=true;Addr=help;Authority Id=microsoft.com', help, null],
    // The web UI.
    ['https://dataexplorer.azure.com/clusters/help/databases/Samples?query=H4sI;AAA', help, 'Samples'],
    ['https://dataexplorer.azure.com/clusters/mine.westeurope/databases/My%20Data', mine, 'My Data'],
    ['dataexplorer.azure.com/clusters/mine.westeurope.kusto.windows.net', mine, null],
    [
      'https://dataexplorer.azure.com/clusters/https%3A%2F%2Ftrd-1.z0.kusto.fabric.microsoft.com/databases/E',
      'https://trd-1.z0.kusto.fabric.microsoft.com',
      'E',
    ],
    ['https://dataexplorer.azure.us/clusters/gov/databases/D', 'https://gov.kusto.usgovcloudapi.net', 'D'],
    // Other clouds.
    [
      'https://ingest-c.chinaeast2.kusto.chinacloudapi.cn',
      'https://c.chinaeast2.kusto.chinacloudapi.cn',
      null,
    ],
    [
      'https://c.usgovvirginia.kusto.usgovcloudapi.net/D',
      'https://c.usgovvirginia.kusto.usgovcloudapi.net',
      'D',
    ],
  ])('%s', (text, clusterUri, database) => {
    expect(readClusterPlace(text)).toEqual({
      address: {
        clusterUri,
        dataIngestionUri: clusterUri.replace('https://', 'https://ingest-'),
        isLoopback: false,
      },
      database,
    })
    // What it is read as stays what it is.
    expect(parseClusterUri(clusterUri).clusterUri).toBe(clusterUri)
  })

  test.each([
    'https://private-mine.westeurope.kusto.windows.net',
    'https://private-ingest-mine.westeurope.kusto.windows.net',
    'ingest-private-mine.westeurope',
  ])('both services inside a virtual network, from %s', (text) => {
    expect(parseClusterUri(text)).toEqual({
      clusterUri: 'https://private-mine.westeurope.kusto.windows.net',
      dataIngestionUri: 'https://ingest-private-mine.westeurope.kusto.windows.net',
      isLoopback: false,
    })
  })

  test.each([
    ['localhost:8080', 'http://localhost:8080', null],
    ['127.0.0.1:8080/Samples', 'http://127.0.0.1:8080', 'Samples'],
    ['[::1]:8080', 'http://[::1]:8080', null],
    ['[::1]', 'http://[::1]', null],
    ['https://localhost:8443', 'https://localhost:8443', null],
    ['host.docker.internal:8080', 'http://host.docker.internal:8080', null],
    ['Data Source=http://127.0.0.1:8080/NetDefaultDB', 'http://127.0.0.1:8080', null],
  ])('http is meant on this machine: %s', (text, uri, database) => {
    const address = { clusterUri: uri, dataIngestionUri: uri, isLoopback: true }
    expect(readClusterPlace(text)).toEqual({ address, database })
  })
})
