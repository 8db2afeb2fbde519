import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { FuseV1Options } from '@electron/fuses'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { packageOf } from '../../../electron/bootstrap/package-of.mjs'
import { projectRoot } from '../../../electron/bootstrap/project-paths.mjs'
import { fuses } from '../../../electron/bootstrap/set-fuses.mjs'

const text = (path: string): string => readFileSync(join(projectRoot, path), 'utf8')
const builder = (): Record<string, never> => parse(text('electron-builder.yml')) as Record<string, never>

const associations = z.array(z.object({ ext: z.string(), mimeType: z.string().optional() }))
const shape = z.object({
  publish: z.null(),
  afterPack: z.string(),
  linux: z.object({ target: z.array(z.string()), icon: z.string(), fileAssociations: associations }),
  mac: z.object({
    target: z.array(z.object({ target: z.string(), arch: z.array(z.string()) })),
    icon: z.string(),
    entitlements: z.string(),
    fileAssociations: associations,
  }),
  win: z.object({
    target: z.array(z.object({ target: z.string(), arch: z.array(z.string()) })),
    icon: z.string(),
    fileAssociations: associations,
  }),
})

describe('what a release is made of', () => {
  test('is what electron-builder understands, by its own schema', () => {
    const load = createRequire(createRequire(import.meta.url).resolve('app-builder-lib/package.json'))
    const { validateSchema } = load('./out/util/config/schemaValidator.js') as {
      validateSchema: (schema: unknown, configuration: unknown, options: unknown) => void
    }
    const schema = load('./scheme.json') as unknown
    const validate = (configuration: unknown) => () => validateSchema(schema, configuration, { name: 'ours' })
    expect(validate(builder())).not.toThrow()
    expect(validate({ ...builder(), mac: { targets: ['dmg'] } })).toThrow(/configuration\.mac/)
  })

  test('is for three systems, with an icon and types of files for each, and asks nobody for updates', () => {
    const { linux, mac, win, afterPack } = shape.parse(builder())
    expect(linux.target).toEqual(['AppImage', 'deb', 'rpm', 'tar.gz'])
    expect(mac.target).toEqual(['dmg', 'zip'].map((target) => ({ target, arch: ['x64', 'arm64'] })))
    expect(win.target.map(({ target }) => target)).toEqual(['nsis', 'portable'])
    for (const path of [linux.icon, mac.icon, win.icon, mac.entitlements, afterPack])
      expect(existsSync(join(projectRoot, path)), path).toBe(true)
    expect(linux.fileAssociations.every(({ mimeType }) => mimeType !== undefined)).toBe(true)
    // There the program that was installed last opens a type: a spreadsheet keeps its own.
    expect(win.fileAssociations.map(({ ext }) => ext)).not.toContain('csv')
  })

  test('has icons in the sizes that Windows and macOS show', () => {
    const ico = readFileSync(join(projectRoot, 'assets/icon.ico'))
    const sizes = Array.from(
      { length: ico.readUInt16LE(4) },
      (_, index) => ico.readUInt8(6 + 16 * index) || 256,
    )
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256])
    const last = 6 + 16 * (sizes.length - 1)
    expect(ico.readUInt32LE(last + 8) + ico.readUInt32LE(last + 12)).toBe(ico.length)
    const icns = readFileSync(join(projectRoot, 'assets/icon.icns'))
    expect(icns.toString('latin1', 0, 4)).toBe('icns')
    expect(icns.readUInt32BE(4)).toBe(icns.length)
    const types: string[] = []
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
      types.push(icns.toString('latin1', at, at + 4))
    expect(types).toEqual(expect.arrayContaining(['ic07', 'ic08', 'ic09', 'ic10']))
  })

  test('sets every fuse that Electron has, for the newest Electron that its tool knows', () => {
    const known = Object.keys(FuseV1Options).filter((name) => !/^\d+$/.test(name))
    expect(Object.keys(fuses)).toEqual(known)
    expect(Object.values(fuses)).toEqual([false, true, false, false, true, true, false, false, true])
  })
})

test.each([
  ['node_modules/a/index.js', 'node_modules/a'],
  ['node_modules/@b/c/lib/x.js', 'node_modules/@b/c'],
  ['node_modules/a/node_modules/@d/e/x.js', 'node_modules/a/node_modules/@d/e'],
  ['electron/main/main.ts', undefined],
])('%s belongs to %s', (file, folder) => {
  expect(packageOf(file)).toBe(folder)
})

describe('the workflow of a release', () => {
  const step = z.object({
    uses: z.string().optional(),
    run: z.string().optional(),
    env: z.record(z.string(), z.string()).optional(),
    with: z.record(z.string(), z.unknown()).optional(),
  })
  const job = z.object({
    'runs-on': z.string(),
    'timeout-minutes': z.number(),
    needs: z.string().optional(),
    permissions: z.record(z.string(), z.string()).optional(),
    strategy: z.object({ matrix: z.object({ include: z.array(z.object({ os: z.string() })) }) }).optional(),
    steps: z.array(step),
  })
  const workflow = z
    .object({
      permissions: z.record(z.string(), z.string()),
      jobs: z.object({ package: job, publish: job }),
    })
    .parse(parse(text('.github/workflows/release.yml')))
  const { package: packages, publish } = workflow.jobs
  const steps = [...packages.steps, ...publish.steps]

  test('packages on all three systems, then publishes with checksums and the bills of materials', () => {
    const systems = packages.strategy?.matrix.include.map(({ os }) => os.replace(/-.*/, ''))
    expect(systems).toEqual(['ubuntu', 'macos', 'windows'])
    expect(packages.steps.some(({ run }) => run === 'npm run package -- --all')).toBe(true)
    expect(publish.needs).toBe('package')
    expect(publish.steps.some(({ run }) => run?.includes('sha256sum'))).toBe(true)
    const kept = String(packages.steps.find(({ uses }) => uses?.includes('upload-artifact'))?.with?.['path'])
    for (const kind of ['AppImage', 'deb', 'rpm', 'tar.gz', 'dmg', 'zip', 'exe', 'cdx.json'])
      expect(kept).toContain(kind)
  })

  test('runs scripts of package.json only, each step does one thing, and only publishing may write', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> }
    for (const { run, uses } of steps) {
      expect([run, uses].filter((one) => one !== undefined)).toHaveLength(1)
      const script = /^npm (?:run )?([\w:-]+)/.exec(run ?? '')?.[1]
      if (script !== undefined && script !== 'ci') expect(scripts).toHaveProperty([script])
      if (uses !== undefined) expect(uses).toMatch(/^actions\/[\w-]+@v\d+$/)
    }
    expect(workflow.permissions).toEqual({ contents: 'read' })
    expect(packages.permissions).toBeUndefined()
    // A secret on a command line would be in the log.
    for (const { run } of steps) expect(run ?? '').not.toContain('secrets.')
  })
})
