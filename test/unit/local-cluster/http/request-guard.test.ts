import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { refusal } from '../../../../electron/local-cluster/http/request-guard'

const from = (headers: IncomingMessage['headers']): IncomingMessage => ({ headers }) as IncomingMessage

describe('the standard port', () => {
  it.each([
    [{ host: 'localhost' }],
    [{ host: '127.0.0.1:80' }],
    [{ host: '[::1]' }],
    [{ host: 'LocalHost', origin: 'http://localhost' }],
  ])('may be left out of addresses: %j', (headers) => {
    expect(refusal(from(headers), 80)).toBeUndefined()
  })

  it.each([
    [{ host: 'evil.example' }, 80],
    [{ host: 'localhost:8080' }, 80],
    [{ host: 'localhost', origin: 'http://evil.example' }, 80],
    [{ host: 'localhost', origin: 'https://localhost' }, 80],
    [{ host: 'localhost' }, 8080],
    [{ host: 'localhost:80' }, 8080],
    [{}, 80],
  ])('opens the door to nobody else: %j at port %d', (headers, port) => {
    expect(refusal(from(headers), port)).toMatch(/Host header|web pages/)
  })
})
