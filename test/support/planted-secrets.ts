import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Each as it stands in what a user pastes or a service answers. */
export const planted: Readonly<Record<string, { readonly secret: string; readonly text: string }>> = {
  sas: plant(
    'c4n4ry+sas/0=',
    (secret) => `https://acct.blob.core.windows.net/c/f.csv?sv=1&sig=${encodeURIComponent(secret)}`,
  ),
  accountKey: plant(
    'c4n4ry+account/key==',
    (secret) => `https://acct.blob.core.windows.net/c/f.csv;${secret}`,
  ),
  password: plant('c4n4ry!pass$', (secret) => `https://user:${secret}@acct.blob.core.windows.net/c/f.csv`),
  appKey: plant(
    'c4n4ry~app.key',
    (secret) => `https://a.kusto.windows.net;Fed=True;AppClientId=1;AppKey=${secret};Authority Id=2`,
  ),
  bearer: plant('c4n4ry.bearer.token', (secret) => `Bearer ${secret}`),
  refreshToken: plant('0.c4n4ry-refresh', (secret) => `{"refresh_token":"${secret}"}`),
  authorization: plant('YzRuNHJ5OmF1dGg6Y2FuYXJ5', (secret) => `Authorization: Basic ${secret}`),
  clientSecret: plant(
    'c4n4ry~client~secret',
    (secret) => `grant_type=client_credentials&client_secret=${secret}`,
  ),
}
/** All of them in one text. */
export const everyText = Object.values(planted)
  .map(({ text }) => text)
  .join(' ')

function plant(secret: string, write: (secret: string) => string): { secret: string; text: string } {
  return { secret, text: write(secret) }
}

/** The secrets alone, by name. */
export const plantedSecrets: ReadonlyMap<string, string> = new Map(
  Object.entries(planted).map(([name, { secret }]) => [name, secret]),
)

/** The paths of all files in a folder and those below. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Plain, percent-encoded once and twice, and what base64 makes of each of these wherever it begins. */
export function formsOf(secret: string): readonly string[] {
  const encoded = encodeURIComponent(secret)
  const texts = [secret, encoded, encodeURIComponent(encoded)]
  const inBase64 = texts.flatMap((text) =>
    [0, 1, 2].map((offset) =>
      Buffer.from(`${' '.repeat(offset)}${text}`)
        .toString('base64')
        .slice(offset === 0 ? 0 : 4, -4),
    ),
  )
  return [...new Set([...texts, ...inBase64])]
}

/**
 * Looks for secrets, in all their forms.
 *
 * @param places Contents by what to call them.
 * @param secrets By what to call them.
 * @returns One line for each that was found, with what is around it.
 */
export function secretsIn(
  places: ReadonlyMap<string, Buffer>,
  secrets: ReadonlyMap<string, string>,
): string[] {
  return [...places].flatMap(([place, content]) =>
    [...secrets].flatMap(([name, secret]) =>
      formsOf(secret)
        .filter((form) => content.includes(form))
        .map((form) => `${name} in ${place}: ${around(content, form)}`),
    ),
  )
}

function around(content: Buffer, form: string): string {
  const at = content.indexOf(form)
  return content.subarray(Math.max(0, at - 120), at + 40).toString('latin1')
}
