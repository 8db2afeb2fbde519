import type { DeviceCode } from '../domain/schema/connection'
import type { StudioError } from '../domain/studio-error'
import { readAppIdentity } from '../services/auth/app-identity'
import { forgetSignIns } from '../services/auth/sign-in-memory'
import { createConfirmedPlaces } from '../services/confirmed-places'
import { openInBrowser } from '../services/auth/open-in-browser'
import type { StudioServicesOptions } from '../services/studio-options'
import { localTokenVariable } from '../services/local-cluster-files'
import type { StudioServices } from '../services/studio-services'
import { systemKeyStore } from './key-store'
import type { SignInArguments, SignInCommand, SignOutCommand } from './sign-in-arguments'
import type { Outcome } from './report-run'
import type { Terminal } from './terminal'

interface Context {
  readonly terminal: Terminal
  readonly signal: AbortSignal
}

/**
 * How the studio signs in for the command line: as asked for, once, when the first cluster wants it.
 *
 * @throws StudioError `RequestInvalid` if the environment names half an application.
 */
export function signInOptions(
  { auth, tenant }: SignInArguments,
  { homeFolder, terminal }: { readonly homeFolder: string; readonly terminal: Terminal },
): Partial<StudioServicesOptions> {
  return {
    signInFile: 'sign-ins-of-command-line.json',
    keyStore: systemKeyStore,
    openBrowser: openInBrowser,
    confirmApplication: (clientId) => createConfirmedPlaces(homeFolder).has(`application ${clientId}`),
    ...(auth === 'application' ? { app: readAppIdentity(process.env) } : {}),
    ...(auth === undefined ? {} : { signInWhenNeeded: { way: auth, tenant: tenant ?? null } }),
    showDeviceCode: (code) => terminal.note(deviceCodeLine(code)),
  }
}

/** Signs in and keeps that for the commands to come, where the system has a store for secrets. */
export async function signIn(
  args: SignInCommand & SignInArguments,
  { connection, catalog }: StudioServices,
  { terminal, signal }: Context,
): Promise<Outcome> {
  const { auth = 'browser', tenant = null } = args
  const opened = await connection.open(args.cluster, signal)
  if (opened.signIn.kind === 'notNeeded') {
    // It may ask for a token of its own: this says so, as every command would.
    await catalog.databases(signal)
    terminal.note('This cluster needs no sign-in.')
    return () => 0
  }
  if (auth === 'application') {
    terminal.note('An application signs in with each command: give --auth app with it.')
    return () => 2
  }
  if (auth === 'browser') terminal.note('Continue in your browser.')
  const { signIn: state, displayName } = await connection.signIn({ way: auth, tenant }, signal)
  if (state.kind !== 'signedIn') return () => 1
  const { account, tenant: directory, kept } = state
  if (args.json) terminal.result(JSON.stringify({ command: 'sign-in', account, tenant: directory, kept }))
  else terminal.result(`Signed in to ${displayName} as ${account}.`)
  if (!kept) {
    terminal.note(
      'This system has no store for secrets, so nothing is kept: the next command has to sign in again (--auth).',
    )
  }
  return () => 0
}

/** Forgets all sign-ins, the window’s too. */
export async function signOut(
  args: SignOutCommand,
  { homeFolder, terminal }: { readonly homeFolder: string; readonly terminal: Terminal },
): Promise<Outcome> {
  await forgetSignIns(homeFolder)
  if (args.json) terminal.result(JSON.stringify({ command: 'sign-out' }))
  else terminal.result('Signed out everywhere.')
  return () => 0
}

/** What to do about a failure, on the command line. */
export function nextStepAfter({ code, nextStep }: StudioError): string | undefined {
  const isOwn = ['az login', localTokenVariable].some((words) => nextStep?.includes(words))
  if (code !== 'SignInNeeded' || isOwn) return nextStep
  return 'Add --auth browser, device, cli or app, or run “kusto-studio sign-in” first.'
}

function deviceCodeLine({ userCode, verificationUri }: DeviceCode): string {
  return `To sign in, open ${verificationUri} on any machine and enter the code ${userCode}.`
}
