import { expect, test } from 'vitest'
import { eventNames, methodNames, preloadMethodNames } from '../../electron/contract/names'
import { events, methods } from '../../electron/contract/schemas'
import { createHandlers } from '../../electron/main/ipc/handlers/all-handlers'
import { LocalClusterSupervisor } from '../../electron/main/local-cluster-supervisor'
import { fakeServices } from '../support/fake-services'
import { idleHost } from '../support/studio-host'

const allMethods = [...methodNames, ...preloadMethodNames]
const sorted = (names: readonly string[]): string[] => [...names].sort()

test('every method has a schema and a handler, and there are no others', () => {
  const supervisor = new LocalClusterSupervisor(
    () => Promise.reject(new Error('not started here')),
    () => undefined,
  )
  const { handlers } = createHandlers(fakeServices().services, supervisor, async () => [], idleHost)
  expect(new Set(allMethods).size).toBe(allMethods.length)
  expect(sorted(Object.keys(methods))).toEqual(sorted(allMethods))
  expect(sorted(Object.keys(handlers))).toEqual(sorted(allMethods))
})

test('every event has a schema, and there are no others', () => {
  expect(new Set(eventNames).size).toBe(eventNames.length)
  expect(sorted(Object.keys(events))).toEqual(sorted(eventNames))
})

test.each([...allMethods, ...eventNames])('%s is a noun and what happens to it', (name) => {
  expect(name).toMatch(/^[a-z][a-zA-Z]*\/[a-z][a-zA-Z]*$/)
})
