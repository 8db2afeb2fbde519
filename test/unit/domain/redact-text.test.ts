import { describe, expect, it } from 'vitest'
import { redactText } from '../../../electron/domain/redact-text'

const secret = 'CANARY0123456789CANARY'

describe('redactText', () => {
  it.each([
    `https://acct.blob.core.windows.net/c/b.csv?sv=2024&sig=${secret}%3D`,
    `https://acct.blob.core.windows.net/c/b.csv;${secret}==`,
    `https://user:${secret}@host/path`,
    `abfss://user:${secret}@account.dfs.core.windows.net/path`,
    `abfss://landing@account.dfs.core.windows.net/path;${secret}`,
    `Authorization: Bearer ${secret}`,
    `"authorization":"SharedKey acct:${secret}"`,
    `authorization='Bearer ${secret}'`,
    `Bearer ${secret}`,
    `eyJhbGciOiJub25lIn0.${secret}.${secret}`,
    `sig=${secret}`,
    `se=2030&sig%3D${secret}%252Fx`,
    `AccountKey=${secret}==;EndpointSuffix=core.windows.net`,
    `{"refresh_token": "${secret}"}`,
    `{"authorizationContext":"${secret}"}`,
    `grant_type=authorization_code&code=${secret}&x=1`,
    `.ingest into table T (h'https://x/y?${secret}')`,
    `.ingest into table T (h@"${secret}")`,
    `token ${'A'.repeat(60)}${secret}${'b'.repeat(60)}`,
    `Cookie: session=${secret}`,
  ])('hides the secret of %s', (text) => {
    expect(redactText(text)).not.toContain('CANARY')
  })

  // What a connection string, a header or a service's answer may hold, and in which forms it may be quoted.
  it.each([
    `https://user:${secret}@host/path`,
    `user:${secret}@host/path`,
    `https://user:a@${secret}@host`,
    `Data Source=https://h;AppClientId=1;AppKey=${secret};Authority Id=2`,
    `Application Key=${secret}`,
    `AppKey="a;${secret} b"`,
    `Application Token=${secret}`,
    `UserToken=${secret}`,
    `Password=a,b}${secret}`,
    `{"pwd": 'a ${secret}'}`,
    `?sv=1&sig=${secret}`,
    `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${secret}`,
    `Authorization: Bearer ${secret}`,
    `x == "{\\"refresh_token\\":\\"${secret}\\"}"`,
    `near '//user:${secret}@host'`,
    `refresh_token=${secret}`,
    `Refresh Token: ${secret}`,
    `client_secret=${secret}`,
    `Client Secret=${secret}`,
    `X-Api-Key: ${secret}`,
  ])('hides it in %s, plain, percent-encoded, twice encoded and in base64', (text) => {
    const encoded = encodeURIComponent(text)
    const base64 = Buffer.from(text).toString('base64')
    const base64url = Buffer.from(text).toString('base64url')
    for (const form of [text, encoded, encodeURIComponent(encoded), base64, base64url, `“${base64}”`]) {
      const redacted = redactText(`It failed: ${form}\nand more`)
      expect(redacted).not.toContain('CANARY')
      expect(redacted).toContain('and more')
      for (const part of [encoded, base64, base64url]) expect(redacted).not.toContain(part.slice(-24))
      expect(redactText(redacted)).toBe(redacted)
    }
  })

  it.each([
    '“/home/someone/Documents/2026/measurements/sensor-readings/north-america/week-40/raw/readings_4711.csv” is gone',
    'https://account.blob.core.windows.net/ingestdata0/0a1b2c3d-0000-1111-2222-333344445555__Samples__Table__file_name_of_some_length.csv.gz',
    'Column “token” is a string, unexpected token: }',
    'The key “id” has no column; 100 % of 20% were read',
    'InternationalizationConfigurationManagerFactoryBean',
    'C:\\Users\\someone@example\\data.csv',
  ])('leaves %s alone', (text) => {
    expect(redactText(text)).toBe(text)
  })

  it('keeps what explains a failure', () => {
    const text =
      '{"code":"BadRequest_EntityNotFound","message":"Entity ID \'T\' of kind \'Table\' was not found."}'
    expect(redactText(text)).toBe(text)
    expect(redactText('GET https://h.kusto.windows.net/v1/rest/mgmt -> 403')).toBe(
      'GET https://h.kusto.windows.net/v1/rest/mgmt -> 403',
    )
  })

  it('limits the length only after hiding secrets', () => {
    const long = `${'x y '.repeat(990)}https://h/p?sig=${secret}${' z'.repeat(5000)}`
    const redacted = redactText(long)
    expect(redacted.length).toBeLessThanOrEqual(4001)
    expect(redacted).not.toContain('CANA')
  })

  it('leaves nothing of a secret that the limit cuts', () => {
    const filler = 'word '.repeat(3990)
    expect(
      redactText(`${filler}https://h/p?x ${'a'.repeat(30)} eyJhbGciOi${'CANARY'.repeat(50)}.x.y`),
    ).not.toContain('CANARY')
    expect(redactText(`https://h/p?x=${'y '.repeat(9990)} ${secret.repeat(3)}`)).not.toContain('CANARY')
  })

  it.each(['a.', 'eyJaaaaaaa.', 'https://a', 'sig=%20', 'h" \\', 'Bearer ', 'a:b@', '%3D'])(
    'takes time in proportion to its text: %s',
    (piece) => {
      // Without bounds these took half a minute each, far beyond the time-out of a test.
      expect(redactText(piece.repeat(200_000 / piece.length)).length).toBeLessThanOrEqual(4001)
    },
  )
})
