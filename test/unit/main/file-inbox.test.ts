import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { FileInbox } from '../../../electron/main/file-inbox'

const folder = mkdtempSync(join(tmpdir(), 'file-inbox-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
writeFileSync(join(folder, 'a.csv'), '1')
writeFileSync(join(folder, 'b.csv'), '2')

test('files that come before a page listens wait for it; links, switches, folders and what is not there are no files', () => {
  const inbox = new FileInbox()
  const args = [
    '--inspect=0',
    'a.csv',
    folder,
    'kusto-studio://open?cluster=help',
    'gone.csv',
    join(folder, 'b.csv'),
  ]
  inbox.receiveArguments(args, folder)
  const delivered: string[][] = []
  let isListening = false
  inbox.deliverTo((paths) => {
    if (isListening) delivered.push([...paths])
    return isListening
  })
  inbox.flush()
  isListening = true
  inbox.flush()
  inbox.flush()
  expect(delivered).toEqual([[join(folder, 'a.csv'), join(folder, 'b.csv')]])
  inbox.receive([join(folder, 'b.csv')])
  expect(delivered).toHaveLength(2)
})
