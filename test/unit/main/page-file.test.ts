import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPageFile } from '../../../electron/main/page-file'

const folder = mkdtempSync(join(tmpdir(), 'page-file-'))
const root = join(folder, 'renderer')

beforeAll(() => {
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(root, 'index.html'), 'page')
  writeFileSync(join(root, 'assets', 'main.js'), 'script')
  writeFileSync(join(root, 'assets', 'with space.css'), 'style')
  writeFileSync(join(root, 'notes.txt'), 'no such type')
  writeFileSync(join(folder, 'secret.js'), 'outside')
  mkdirSync(join(folder, 'renderer-other'))
  writeFileSync(join(folder, 'renderer-other', 'secret.js'), 'beside')
  symlinkSync(join(folder, 'secret.js'), join(root, 'assets', 'link.js'))
  symlinkSync(folder, join(root, 'up'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the files of the page', () => {
  test.each([
    ['app://studio/index.html', 'index.html', 'text/html; charset=utf-8'],
    ['app://studio/assets/main.js', 'assets/main.js', 'text/javascript; charset=utf-8'],
    ['app://studio/assets/main.js?v=1#top', 'assets/main.js', 'text/javascript; charset=utf-8'],
    ['app://studio/assets/with%20space.css', 'assets/with space.css', 'text/css; charset=utf-8'],
  ])('%s is found', async (url, path, contentType) => {
    expect(await findPageFile(url, root)).toEqual({ path: join(root, path), contentType })
  })

  test.each([
    'app://studio/',
    'app://studio/assets',
    'app://studio/missing.js',
    'app://studio/notes.txt',
    'app://studio/../secret.js',
    'app://studio/..%2fsecret.js',
    'app://studio/%2e%2e/secret.js',
    'app://studio/%2e%2e%2fsecret.js',
    'app://studio/%252e%252e/secret.js',
    'app://studio/assets/..%2f..%2fsecret.js',
    'app://studio/assets/%2e%2e/%2e%2e/secret.js',
    'app://studio/..\\secret.js',
    'app://studio/..%5csecret.js',
    'app://studio//secret.js',
    'app://studio//etc/passwd.js',
    'app://studio/%2f%2fetc/hosts.js',
    'app://studio/assets/main.js%00.html',
    'app://studio/assets/link.js',
    'app://studio/up/secret.js',
    'app://studio/../renderer-other/secret.js',
    'app://studio/%E0%A4%A.js',
    'app://other/index.html',
    'app://studio.evil/index.html',
    'app://studio:8080/index.html',
    'file:///index.html',
    'https://studio/index.html',
    'index.html',
    '',
  ])('%s is not', async (url) => {
    expect(await findPageFile(url, root)).toBeUndefined()
  })
})
