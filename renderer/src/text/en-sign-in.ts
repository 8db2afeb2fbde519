import type { WayIn } from '../../../electron/domain/schema/connection'

const ways: Readonly<Record<WayIn, string>> = {
  browser: 'through the browser',
  deviceCode: 'with a code',
  azureCli: 'as the Azure CLI',
  application: 'as an application',
}

export const signInText = {
  title: (cluster: string) => `Sign in to ${cluster}`,
  ways: 'How to sign in',
  way: {
    browser: 'In your browser',
    deviceCode: 'With a code, in a browser on any machine',
    azureCli: 'As the Azure CLI (az) is signed in here',
  },
  tenant: 'Directory (tenant)',
  tenantHint: 'Only if the cluster is not in your account’s own: its id or domain name.',
  tenantWrong: 'An id or a domain name has letters, digits, dots and dashes only.',
  tenantPlaceholder: 'contoso.com',
  signIn: 'Sign in',
  otherWays: 'Other ways…',
  continueInBrowser: 'Continue in your browser.',
  waitingForCode: 'Signing in: waiting for the code.',
  askingCli: 'Asking the Azure CLI…',
  code: 'Your code',
  codeHint: (page: string) => `Open ${page} and enter this code. The studio goes on by itself.`,
  copyCode: 'Copy code',
  copied: 'Copied',
  openPage: 'Open page',
  signedOut: 'Not signed in.',
  expired: (account: string) => `The sign-in as ${account} has ended.`,
  account: (account: string) => `Signed in as ${account}`,
  directory: (tenant: string) => `Directory ${tenant}`,
  how: (way: WayIn) => `Signed in ${ways[way]}.`,
  untilClosed: 'Until the studio closes',
  kept: 'Stays signed in at the next start.',
  notKept: 'Until the studio closes: this system has no store for secrets.',
  change: 'Change account or directory…',
  signOut: 'Sign out',
}
