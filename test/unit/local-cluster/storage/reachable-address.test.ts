import { expect, test } from 'vitest'
import { isLocalAddress, lookupElsewhere } from '../../../../electron/local-cluster/storage/reachable-address'

test.each([
  '127.0.0.1',
  '127.9.9.9',
  '0.0.0.0',
  '169.254.169.254',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  '[::1]',
  '::',
  '::ffff:127.0.0.1',
  '[::ffff:a9fe:a9fe]',
  '::127.0.0.1',
  '64:ff9b::169.254.169.254',
  'fe80::1%eth0',
  'febf::1',
  'fd00:ec2::254',
])('%s is of this machine or its link', (address) => {
  expect(isLocalAddress(address)).toBe(true)
})

test.each(['10.1.2.3', '192.168.1.1', '20.60.1.1', '[2603:1030::1]', '::ffff:20.60.1.1', 'fd00::1', 'name'])(
  '%s is not',
  (address) => {
    expect(isLocalAddress(address)).toBe(false)
  },
)

test('a name that leads to this machine is refused where it is looked up', async () => {
  const found = await new Promise((resolve) => {
    lookupElsewhere('localhost', { all: true }, (error, addresses) => resolve(error ?? addresses))
  })
  expect(found).toMatchObject({ code: 'Download_Forbidden' })
})
