import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const projects = [
  'e2e',
  'unit',
  'contract',
  'component',
  'inspection',
  'integration',
  'conformance',
  'sdks',
  'faults',
  'hostile',
]

test.each(['SECURITY.md', 'test/README.md'])('every test that %s names is there', (file) => {
  const cells = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').at(-2) ?? '')
  let folder = ''
  const claims = cells.flatMap((cell) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => {
      // `…/b` after `a/b` is in the same folder.
      const whole = name.replace(/^…/, folder)
      folder = whole.slice(0, whole.lastIndexOf('/'))
      return whole
    }),
  )
  const named = claims.filter((claim) => projects.includes(claim.split('/')[0] ?? ''))
  expect(named.length).toBeGreaterThan(40)
  const missing = named.filter((claim) =>
    ['', '.ts', '.test.ts', '.test.tsx'].every((ending) => !existsSync(`test/${claim}${ending}`)),
  )
  expect(missing).toEqual([])
})
