import { expect, test } from 'vitest'
import { packageFolders } from '../../../electron/bootstrap/packaged-folder.mjs'

const packages = {
  '': { dependencies: { app: '1', tool: '1' } },
  'node_modules/app': { dependencies: { shared: '1' }, optionalDependencies: { '@os/native': '1' } },
  'node_modules/app/node_modules/shared': { dependencies: { deep: '1' } },
  'node_modules/shared': {},
  'node_modules/deep': { dependencies: { app: '1' } },
  'node_modules/@os/native': {},
  'node_modules/tool': { dependencies: { shared: '1' } },
}

test('a package brings all that it depends on, from where Node finds it, and nothing else', () => {
  expect([...packageFolders(packages, ['app'])].sort()).toEqual([
    'node_modules/@os/native',
    'node_modules/app',
    'node_modules/app/node_modules/shared',
    'node_modules/deep',
  ])
})

test('without a nearer copy the one at the top is taken', () => {
  expect([...packageFolders(packages, ['tool'])]).toEqual(['node_modules/tool', 'node_modules/shared'])
})
