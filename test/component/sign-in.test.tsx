import { act, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderStudio, withStorms, type RenderedStudio } from './render-studio'

type Prepare = Parameters<typeof renderStudio>[0]

const signedOut: Prepare = (fake) => {
  withStorms()(fake)
  fake.override('connection/open', () => ({
    ...fake.world.describe('help'),
    signIn: { kind: 'signedOut', expired: 'ana@contoso.com' },
  }))
}
const signIns = ({ studio }: RenderedStudio): unknown[] =>
  studio.requests.filter(({ method }) => method === 'connection/signIn').map(({ request }) => request)

test('another way and a directory are chosen in a dialog, which shows the code to enter', async () => {
  const rendered = await renderStudio((fake) => {
    signedOut(fake)
    fake.override('connection/signIn', async () => {
      fake.emit('connection/changed', {
        ...fake.world.describe('help'),
        signIn: {
          kind: 'signingIn',
          way: 'deviceCode',
          deviceCode: {
            userCode: 'ABCD1234',
            verificationUri: 'https://microsoft.com/devicelogin',
            expiresAt: Date.now() + 900_000,
          },
        },
      })
      return await new Promise(() => undefined)
    })
  })
  const { user, studio } = rendered
  await screen.findByText('The sign-in as ana@contoso.com has ended.')
  await user.click(screen.getAllByRole('button', { name: 'Sign in' }).at(-1) ?? document.body)
  const dialog = await screen.findByRole('dialog', { name: /^Sign in to help/ })
  await user.click(within(dialog).getByRole('radio', { name: 'With a code, in a browser on any machine' }))
  const tenant = within(dialog).getByRole('textbox', { name: 'Directory (tenant)' })
  await user.type(tenant, 'not a name')
  within(dialog).getByText(/letters, digits, dots and dashes only/)
  await user.clear(tenant)
  await user.type(tenant, 'contoso.com{Enter}')
  expect(signIns(rendered)).toEqual([{ way: 'deviceCode', tenant: 'contoso.com' }])
  expect((await within(dialog).findByRole('status', { name: 'Your code' })).textContent).toBe('ABCD1234')
  await user.click(within(dialog).getByRole('button', { name: 'Copy code' }))
  expect(await navigator.clipboard.readText()).toBe('ABCD1234')
  await user.click(within(dialog).getByRole('button', { name: 'Open page' }))
  expect(studio.requests.at(-1)).toMatchObject({ method: 'connection/openDevicePage', request: {} })
})

test('the account shows who is signed in, where and for how long, and signs out', async () => {
  const rendered = await renderStudio((fake) => {
    withStorms()(fake)
    fake.override('connection/open', () => fake.world.describe('help'))
  })
  const { user, studio } = rendered
  await user.click(await screen.findByRole('button', { name: 'Signed in as ana@contoso.com' }))
  await screen.findByText(/Directory contoso\.com/)
  screen.getByText(/Stays signed in at the next start/)
  act(() =>
    studio.emit('connection/changed', {
      ...studio.world.describe('help'),
      signIn: { kind: 'signedIn', account: 'app', tenant: null, way: 'application', kept: false },
    }),
  )
  await screen.findByText(/this system has no store for secrets/)
  await user.click(screen.getByRole('menuitem', { name: 'Sign out' }))
  expect(studio.requests.at(-1)).toMatchObject({ method: 'connection/signOut' })
})
