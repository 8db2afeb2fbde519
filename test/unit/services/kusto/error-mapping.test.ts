import { describe, expect, it } from 'vitest'
import { StudioError } from '../../../../electron/domain/studio-error'
import { toStudioError } from '../../../../electron/services/kusto/error-mapping'

const query = { subject: 'Cluster x', during: 'query' } as const
const storage = { subject: 'https://a.blob.core.windows.net/c/b', during: 'storage' } as const

const withCode = (code: string): Error => Object.assign(new Error(`failed ${code}`), { code })

describe('toStudioError', () => {
  it('passes on the studio’s own errors, even from inside the SDK’s', () => {
    const own = new StudioError('SignInNeeded', 'Nobody is signed in.')
    expect(toStudioError(own, query)).toBe(own)
    // The SDK repeats the words in a sentence of its own.
    const words = 'Failed to get a token: the certificate of the application cannot be read'
    const wrapped = Object.assign(new Error(words), { name: 'KustoAuthenticationError', inner: own })
    expect(toStudioError(wrapped, query)).toBe(own)
  })

  it.each([
    ['ECONNREFUSED', true, /nothing listens/],
    ['ENOTFOUND', true, /host name has no address/],
    ['EAI_AGAIN', true, /name server/],
    ['ECONNRESET', true, /closed the connection/],
    ['ECONNABORTED', true, /does not answer in time/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', false, /signed itself/],
    ['CERT_HAS_EXPIRED', false, /expired/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', false, /another host name/],
    ['EPROTO', false, /does not speak https/],
    ['HPE_INVALID_CONSTANT', false, /not HTTP/],
  ])('tells the trouble of a network apart: %s', (code, retryable, message) => {
    const error = toStudioError(withCode(code), query)
    expect(error).toMatchObject({ code: 'ClusterUnreachable', retryable, serviceCode: code })
    expect(error.message).toMatch(message)
    expect(error.nextStep).toMatch(/\.$/)
    expect(toStudioError(withCode(code), storage).code).toBe('UploadFailed')
  })

  it.each([
    [{ name: 'RestError', statusCode: 403, code: 'AuthenticationFailed' }, 'StorageRefused', true],
    [{ name: 'RestError', statusCode: 404, code: 'ContainerNotFound' }, 'StorageRefused', true],
    [{ name: 'RestError', statusCode: 503, code: 'ServerBusy' }, 'StorageRefused', true],
    [{ name: 'RestError', statusCode: 400, code: 'InvalidHeaderValue' }, 'StorageRefused', false],
    [{ name: 'RestError', code: 'ENOTFOUND' }, 'UploadFailed', true],
    [{ name: 'AbortError' }, 'Canceled', false],
  ])('reads storage’s errors: %j', (fields, code, retryable) => {
    const error = toStudioError(Object.assign(new Error('x'), fields), storage)
    expect(error).toMatchObject({ code, retryable })
  })

  it.each([
    [{ name: 'CanceledError', code: 'ERR_CANCELED' }, 'Canceled'],
    [{ name: 'AuthenticationRequiredError' }, 'SignInNeeded'],
    [{ name: 'ThrottlingError', inner: { response: { status: 429, data: '' } } }, 'ClusterThrottled'],
    [
      { message: "Can't communicate with 'x' as this hostname is currently not trusted" },
      'ClusterUriInvalid',
    ],
    [{ message: 'timeout of 1000ms exceeded' }, 'ClusterUnreachable'],
    [{ message: 'who knows' }, 'Unexpected'],
  ])('reads the SDK’s errors: %j', (fields, code) => {
    expect(toStudioError(Object.assign(new Error('x'), fields), query).code).toBe(code)
  })

  it.each([
    [{ 'retry-after': '90' }, 90_000],
    [{ 'x-ms-retry-after-ms': '1500' }, 1500],
    [{ 'retry-after': new Date(Date.now() + 600_000).toUTCString() }, 600_000],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('keeps how long a busy cluster asks to wait: %j', (headers, milliseconds) => {
    const { retryAfterMs } = toStudioError({ response: { status: 429, data: '', headers } }, query)
    if (milliseconds === undefined) expect(retryAfterMs).toBeUndefined()
    else expect(Math.abs((retryAfterMs ?? 0) - milliseconds)).toBeLessThan(5000)
  })

  it.each([undefined, null, 'text', 7, {}, []])('takes anything that is thrown: %j', (thrown) => {
    expect(toStudioError(thrown, query)).toMatchObject({ code: 'Unexpected', retryable: true })
  })

  it('keeps neither the original nor its secrets', () => {
    const error = Object.assign(new Error('PUT https://a/b?sig=CANARY failed with Bearer CANARYCANARY'), {
      config: { headers: { authorization: 'Bearer CANARY' } },
    })
    const mapped = toStudioError(error, query)
    expect(mapped.cause).toBeUndefined()
    expect(JSON.stringify({ ...mapped, message: mapped.message })).not.toContain('CANARY')
  })
})
