import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openHomeFolder } from '../../../electron/services/home-folder'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'home-'))
})
afterEach(() => {
  chmodSync(folder, 0o700)
  rmSync(folder, { recursive: true, force: true })
})

/** Whether the tests may have a file system of their own. */
const canMount = spawnSync('unshare', ['--mount', 'true']).status === 0
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

describe.skipIf(process.platform === 'win32')('who may look into it', () => {
  test('a new home folder, and those above it that are made with it, are its owner’s', () => {
    openHomeFolder(join(folder, 'deep', 'home'))
    expect([join(folder, 'deep'), join(folder, 'deep', 'home')].map(modeOf)).toEqual(['700', '700'])
    expect(readdirSync(join(folder, 'deep', 'home'))).toEqual([])
  })

  test('an existing one becomes private, with what the studio keeps in it and nothing else', () => {
    const home = join(folder, 'home')
    mkdirSync(home)
    const files = ['journal.sqlite', 'journal.sqlite-wal', 'settings.json', 'studio.log.1', 'window.json']
    for (const name of [...files, 'of-somebody-else.sh']) writeFileSync(join(home, name), '')
    for (const name of ['pastes', 'local-cluster']) mkdirSync(join(home, name))
    for (const name of readdirSync(home)) chmodSync(join(home, name), 0o755)
    chmodSync(join(home, 'settings.json'), 0o444)
    chmodSync(home, 0o755)
    openHomeFolder(home)
    expect(modeOf(home)).toBe('700')
    const modes = Object.fromEntries(readdirSync(home).map((name) => [name, modeOf(join(home, name))]))
    expect(modes).toEqual({
      'journal.sqlite': '700',
      'journal.sqlite-wal': '700',
      'settings.json': '400',
      'studio.log.1': '700',
      'window.json': '700',
      'of-somebody-else.sh': '755',
      pastes: '700',
      'local-cluster': '700',
    })
  })

  test('a folder that others use too stays as it is', () => {
    chmodSync(folder, 0o1777)
    openHomeFolder(folder)
    expect(modeOf(folder)).toBe('777')
  })
})

describe('a home folder that cannot be used is reported', () => {
  test.skipIf(process.platform !== 'linux')('a place where nobody can make one, at once', () => {
    const path = '/proc/studio/home'
    expect(() => openHomeFolder(path)).toThrow('“/proc/studio/home” cannot be made there')
  })

  test('a file', () => {
    const path = join(folder, 'file')
    writeFileSync(path, '')
    const error = { code: 'HomeFolderFailed', subject: path }
    expect(() => openHomeFolder(path)).toThrow(
      expect.objectContaining({ ...error, message: `The home folder “${path}” is a file.` }),
    )
    expect(() => openHomeFolder(join(path, 'below'))).toThrow(
      expect.objectContaining({ message: expect.stringContaining('a part of its path is a file') }),
    )
  })

  /** Runs as a user who owns nothing, where the tests run as root: root may write everywhere. */
  test.skipIf(process.platform === 'win32')('one that may not be written to, or not be made', () => {
    chmodSync(folder, 0o555)
    const script = join(tmpdir(), `open-home-${process.pid}.mts`)
    const module = join(process.cwd(), 'electron/services/home-folder')
    writeFileSync(
      script,
      `import { openHomeFolder } from '${module}'
       for (const path of process.argv.slice(2))
         try { openHomeFolder(path); console.log('opened') } catch (error) { console.log(error.message) }`,
    )
    const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const paths = [folder, join(folder, 'new')]
    const run = spawnSync(process.execPath, ['--import', 'tsx', script, ...paths], {
      ...user,
      encoding: 'utf8',
    })
    rmSync(script)
    expect(run.stdout.trim().split('\n'), run.stderr).toEqual([
      `The home folder “${folder}” cannot be written to: your account may not do that.`,
      `The home folder “${join(folder, 'new')}” cannot be made: your account may not write to “${folder}”.`,
    ])
  })

  test.skipIf(!canMount)('one on a disk that is read-only or full', () => {
    const script = join(folder, 'open.mts')
    const module = join(process.cwd(), 'electron/services/home-folder')
    writeFileSync(
      script,
      `import { openHomeFolder } from '${module}'
       try { openHomeFolder(process.argv[2]) } catch (error) { console.log(error.message) }`,
    )
    const home = join(folder, 'mount')
    mkdirSync(home)
    const say = (prepare: string): string =>
      execFileSync(
        'unshare',
        [
          '--mount',
          'sh',
          '-c',
          `${prepare} && exec "$0" --import tsx "$1" "$2"`,
          process.execPath,
          script,
          home,
        ],
        { encoding: 'utf8' },
      ).trim()
    expect(say(`mount -t tmpfs -o ro tmpfs ${home}`)).toBe(
      `The home folder “${home}” cannot be written to: its disk is read-only.`,
    )
    expect(say(`mount -t tmpfs -o nr_inodes=1 tmpfs ${home}`)).toBe('The disk with the home folder is full.')
  })
})
