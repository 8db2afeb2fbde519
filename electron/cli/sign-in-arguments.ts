import { isDirectoryName } from '../domain/directory-name'
import type { WayIn } from '../domain/schema/connection'
import { UsageError } from './usage-error'

/** How to sign in, where a command reaches a cluster that asks for it; all undefined: as before. */
export interface SignInArguments {
  readonly auth?: WayIn | undefined
  readonly tenant?: string | undefined
}

/** What `sign-in` was asked to do. */
export interface SignInCommand {
  readonly command: 'sign-in'
  readonly cluster: string
  readonly json: boolean
}

/** What `sign-out` was asked to do. */
export interface SignOutCommand {
  readonly command: 'sign-out'
  readonly json: boolean
}

const waysIn = { browser: 'browser', device: 'deviceCode', cli: 'azureCli', app: 'application' } as const

/**
 * Reads `--auth` and `--tenant`.
 *
 * @throws UsageError
 */
export function parseSignIn(values: {
  readonly auth?: string | undefined
  readonly tenant?: string | undefined
}): SignInArguments {
  const { auth, tenant } = values
  if (auth !== undefined && !Object.hasOwn(waysIn, auth))
    throw new UsageError(`--auth takes browser, device, cli or app, not “${auth.slice(0, 40)}”.`)
  if (tenant !== undefined && !isDirectoryName(tenant))
    throw new UsageError('--tenant takes the id or the domain name of a directory.')
  return {
    ...(auth === undefined ? {} : { auth: waysIn[auth as keyof typeof waysIn] }),
    ...(tenant === undefined ? {} : { tenant }),
  }
}
