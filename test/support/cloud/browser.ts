import { request } from 'node:https'
import { request as plainRequest } from 'node:http'

/**
 * Does what the user does in a browser: opens the sign-in page, presses a button, and lets the browser go back to the
 * studio. Connections to the cloud must be routed (`cloud-hosts.cjs`).
 */
export async function signInByHand(url: string, answer: 'yes' | 'no' = 'yes'): Promise<void> {
  const page = await send(url)
  const back = await send(new URL(actionOf(page), url).href, fieldsOf(page, { answer }))
  await send(actionOf(back), fieldsOf(back))
}

function send(url: string, form?: URLSearchParams): Promise<string> {
  const open = url.startsWith('https:') ? request : plainRequest
  // The studio listens on 127.0.0.1 only.
  const target = new URL(url.replace('http://localhost', 'http://127.0.0.1'))
  return new Promise((resolve, reject) => {
    const outgoing = open(
      target,
      {
        method: form === undefined ? 'GET' : 'POST',
        agent: false,
        headers: form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' },
      },
      (response) => {
        let text = ''
        response.on('data', (piece: Buffer) => (text += piece.toString()))
        response.on('end', () => resolve(text))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(form?.toString())
  })
}

function actionOf(page: string): string {
  return unescaped(/action="([^"]*)"/.exec(page)?.[1] ?? '')
}

function fieldsOf(page: string, more: Record<string, string> = {}): URLSearchParams {
  const fields = [...page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)]
  return new URLSearchParams([
    ...fields.map(([, name = '', value = '']): [string, string] => [name, unescaped(value)]),
    ...Object.entries(more),
  ])
}

function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)))
}
