import { expect, test } from 'vitest'
import { devDependencies } from '../../../package.json'

// Electron mends its newest three majors; 43 is the oldest of them since 45 came out.
test('the studio is built with a version of Electron that still gets security fixes', () => {
  expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/)
  expect(Number(devDependencies.electron.split('.')[0])).toBeGreaterThanOrEqual(43)
})
