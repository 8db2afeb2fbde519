import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { choiceFile, chooseHome, findHome, forgetChosenHome } from '../../../electron/services/chosen-home'

let owner: string
beforeEach(() => {
  owner = mkdtempSync(join(tmpdir(), 'owner-'))
})
afterEach(() => rmSync(owner, { recursive: true, force: true }))

test('a home that was chosen lasts until it is forgotten', async () => {
  const standard = { path: join(owner, '.kusto-ingestion-studio'), by: 'standard' }
  expect(findHome(undefined, owner)).toEqual(standard)
  await chooseHome(join(owner, 'other'), owner)
  expect(findHome('', owner)).toEqual({ path: join(owner, 'other'), by: 'choice' })
  forgetChosenHome(owner)
  expect(findHome(undefined, owner)).toEqual(standard)
})

test('a home that is named wins over the chosen one', async () => {
  await chooseHome(join(owner, 'other'), owner)
  expect(findHome(join(owner, 'named'), owner)).toEqual({ path: join(owner, 'named'), by: 'name' })
})

test('a choice that names no whole path is none', () => {
  writeFileSync(choiceFile(owner), 'somewhere\n')
  expect(findHome(undefined, owner).by).toBe('standard')
})
