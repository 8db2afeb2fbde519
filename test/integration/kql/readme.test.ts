import { expect, it } from 'vitest'
import { untestedFunctions } from './feature-table'
import { madeReadme, regenerateCommand, writtenReadme } from './readme'

it('says in the README of the folder what the tests say', () => {
  expect(writtenReadme(), `The README is out of date; run: ${regenerateCommand}`).toBe(madeReadme())
})

it('has a case for every function that is translated', () => {
  expect(untestedFunctions()).toEqual([])
})
