import { request as plainRequest } from 'node:http'
import { request } from 'node:https'
import { argv } from 'node:process'
import { pathToFileURL } from 'node:url'

/**
 * Does what the user does in a browser: opens the sign-in page, presses a button, and lets the browser go back to the
 * studio. Connections to the cloud must be routed (`cloud-hosts.cjs`). As a program, it signs in at the address that it
 * is given.
 *
 * @param {string} url
 * @param {'yes' | 'no'} [answer]
 * @returns {Promise<void>}
 */
export async function signInByHand(url, answer = 'yes') {
  const page = await send(url)
  const back = await send(new URL(actionOf(page), url).href, fieldsOf(page, answer))
  await send(actionOf(back), fieldsOf(back))
}

/**
 * @param {string} url
 * @param {URLSearchParams} [form]
 * @returns {Promise<string>}
 */
function send(url, form) {
  const open = url.startsWith('https:') ? request : plainRequest
  // The studio listens on 127.0.0.1 only.
  const target = new URL(url.replace('http://localhost', 'http://127.0.0.1'))
  const headers = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }
  return new Promise((resolve, reject) => {
    const outgoing = open(
      target,
      { method: form === undefined ? 'GET' : 'POST', agent: false, headers },
      (response) => {
        let text = ''
        response.on('data', (piece) => (text += String(piece)))
        response.on('end', () => resolve(text))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(form?.toString())
  })
}

/** @param {string} page */
function actionOf(page) {
  return unescaped(/action="([^"]*)"/.exec(page)?.[1] ?? '')
}

/**
 * @param {string} page
 * @param {string} [answer]
 */
function fieldsOf(page, answer) {
  const fields = new URLSearchParams()
  for (const [, name = '', value = ''] of page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g))
    fields.append(name, unescaped(value))
  if (answer !== undefined) fields.append('answer', answer)
  return fields
}

/** @param {string} text */
function unescaped(text) {
  return text.replace(/&#(\d+);/g, (_all, code) => String.fromCharCode(Number(code)))
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href)
  await signInByHand(argv[2] ?? '')
