import { expect, it } from 'vitest'
import { untestedFunctions } from './feature-table'
import { madeSection, regenerateCommand, writtenSection } from './readme-section'

it('says in the README what the tests say', () => {
  expect(writtenSection(), `The README is out of date; run: ${regenerateCommand}`).toBe(madeSection())
})

it('has a case for every function that is translated', () => {
  expect(untestedFunctions()).toEqual([])
})
