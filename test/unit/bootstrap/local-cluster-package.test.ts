import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { projectRoot } from '../../../electron/bootstrap/project-paths.mjs'

const text = (name: string): string => readFileSync(join(projectRoot, 'electron/local-cluster', name), 'utf8')
const manifest = z
  .object({
    name: z.string(),
    version: z.string(),
    files: z.array(z.string()),
    bin: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(text('package.json')))

test('the licence of the package is that of the studio', () => {
  expect(text('LICENSE')).toBe(readFileSync(join(projectRoot, 'LICENSE'), 'utf8'))
})

describe('the action', () => {
  // What GitHub understands of a composite action: anything else is a mistake.
  const action = z
    .strictObject({
      name: z.string(),
      description: z.string().max(125),
      inputs: z.record(z.string(), z.strictObject({ description: z.string(), default: z.string() })),
      outputs: z.record(z.string(), z.strictObject({ description: z.string(), value: z.string() })),
      runs: z.strictObject({
        using: z.literal('composite'),
        steps: z.array(
          z.strictObject({
            id: z.string(),
            shell: z.literal('bash'),
            env: z.record(z.string(), z.string()),
            run: z.string(),
          }),
        ),
      }),
    })
    .parse(parse(text('action.yml')))
  const [step] = action.runs.steps

  test('installs the version that it came with', () => {
    expect(action.inputs['version']?.default).toBe(manifest.version)
    expect(step?.run).toContain(`${manifest.name}@$VERSION`)
  })

  test('hands every input to its script as a variable: what is written into a script could be a command', () => {
    expect(step?.run).not.toContain('${{')
    const handed = Object.values(step?.env ?? {}).map(
      (value) => /^\$\{\{ inputs\.(\w+) \}\}$/.exec(value)?.[1],
    )
    expect(handed).toEqual(Object.keys(action.inputs))
    for (const variable of Object.keys(step?.env ?? {})) expect(step?.run).toContain(`$${variable}`)
  })

  test('has each output from its script', () => {
    for (const [name, { value }] of Object.entries(action.outputs)) {
      expect(value).toBe(`\${{ steps.${step?.id}.outputs.${name} }}`)
      expect(step?.run).toContain(`${name}=`)
    }
  })
})

describe('the Dockerfile', () => {
  const instructions = text('Dockerfile')
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => /^([A-Z]+) (.+)$/.exec(line)?.slice(1) ?? [line])
  const argumentsOf = (name: string): string[] =>
    instructions.filter(([one]) => one === name).map(([, rest = '']) => rest)

  test('has instructions that Docker knows, and the forms of a list are lists', () => {
    const known = ['FROM', 'COPY', 'RUN', 'ENV', 'USER', 'VOLUME', 'HEALTHCHECK', 'ENTRYPOINT']
    expect(instructions.map(([name]) => name).filter((name) => !known.includes(name ?? ''))).toEqual([])
    const lists = [
      ...argumentsOf('ENTRYPOINT'),
      ...argumentsOf('HEALTHCHECK').map((one) => one.replace(/^.*? CMD /, '')),
    ]
    for (const list of lists) expect(z.array(z.string()).min(2).parse(JSON.parse(list))).toBeDefined()
  })

  test('begins with a named version of Node that the package runs on', () => {
    expect(argumentsOf('FROM')).toEqual(['node:22-slim'])
  })

  test('takes what npm packs here, and nothing else of the folder', () => {
    const packed = 'kusto-local-cluster-*.tgz'
    expect(argumentsOf('COPY')).toEqual([`${packed} /tmp/`])
    expect(text('.dockerignore').trim().split('\n')).toEqual(['*', `!${packed}`])
    expect(`${manifest.name}-${manifest.version}.tgz`).toMatch(/^kusto-local-cluster-.*\.tgz$/)
  })

  test('leaves root before anything of the package runs, and has a folder that the other user may write to', () => {
    const order = instructions.map(([name]) => name)
    expect(argumentsOf('USER')).toEqual(['node'])
    expect(order.indexOf('USER')).toBeGreaterThan(order.lastIndexOf('RUN'))
    expect(order.indexOf('USER')).toBeLessThan(order.indexOf('ENTRYPOINT'))
    const [volume = ''] = argumentsOf('VOLUME')
    expect(argumentsOf('RUN')[0]).toMatch(new RegExp(`install --directory --owner=node .* ${volume}$`))
  })

  test('starts the program of the package on the port that its health check asks', () => {
    const [entry = ''] = argumentsOf('ENTRYPOINT')
    expect(entry).toContain(Object.keys(manifest.bin)[0])
    for (const instruction of [entry, argumentsOf('HEALTHCHECK')[0]]) expect(instruction).toMatch(/\bPORT\b/)
    expect(argumentsOf('ENV')).toEqual(['PORT=8080'])
  })
})
