import { expect, test } from 'vitest'
import { dependencies } from '../../../package.json'

// Electron mends its newest three majors; 43 is the oldest of them since 45 came out.
test('the studio is built with a version of Electron that still gets security fixes', () => {
  expect(dependencies.electron).toMatch(/^\d+\.\d+\.\d+$/)
  expect(Number(dependencies.electron.split('.')[0])).toBeGreaterThanOrEqual(43)
})
