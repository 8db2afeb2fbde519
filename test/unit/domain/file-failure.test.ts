import { expect, test } from 'vitest'
import { fileFailure, isFileSystemError } from '../../../electron/domain/file-failure'

const systemError = (code: string): Error => Object.assign(new Error(code), { code, syscall: 'open' })

test.each<[string, 'read' | 'write', string, RegExp, RegExp]>([
  ['EACCES', 'read', 'FileNotReadable', /may not be read by your account/, /permissions/],
  ['EACCES', 'write', 'FileNotReadable', /could not be written: its folder/, /KUSTO_STUDIO_HOME/],
  ['EROFS', 'write', 'FileNotReadable', /could not be written: its disk is read-only/, /KUSTO_STUDIO_HOME/],
  ['ENOSPC', 'write', 'DiskFull', /the disk is full/, /room/],
  ['ENOENT', 'read', 'FileNotFound', /is not there/, /add it again/],
  ['EMFILE', 'read', 'FileNotReadable', /too many files are open/, /try again/],
])('%s while a file is %s has words of its own', (code, action, expected, says, nextStep) => {
  const failure = fileFailure(systemError(code), 'settings.json', action)
  expect(failure).toMatchObject({ code: expected, subject: 'settings.json', serviceCode: code })
  expect(failure.message).toMatch(/^“settings.json” /)
  expect(failure.message).toMatch(says)
  expect(failure.nextStep).toMatch(nextStep)
})

test('a file system error is not confused with an error of the reader', () => {
  expect(isFileSystemError(systemError('ENOENT'))).toBe(true)
  expect(isFileSystemError(new Error('incorrect header check'))).toBe(false)
})
