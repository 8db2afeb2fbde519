import type { StudioServices } from '../../electron/services/studio-services'

/** One call of a service: `jobs.start` and its arguments. */
export interface ServiceCall {
  readonly name: string
  readonly args: readonly unknown[]
}

/**
 * Services that write down how they are called and answer with what `answer` gives. For tests of what stands
 * above them only.
 */
export function fakeServices(answer: (name: string, args: readonly unknown[]) => unknown = () => undefined): {
  readonly services: StudioServices
  readonly calls: ServiceCall[]
} {
  const calls: ServiceCall[] = []
  const service = (prefix: string): unknown =>
    new Proxy(
      {},
      {
        get: (_target, key) => {
          const name = `${prefix}.${String(key)}`
          if (key === 'onChange') return () => () => undefined
          return (...args: unknown[]) => {
            calls.push({ name, args })
            return answer(name, args)
          }
        },
      },
    )
  const names = [
    'connection',
    'catalog',
    'queries',
    'sources',
    'inspection',
    'jobs',
    'rowCounts',
    'settings',
  ] as const
  const services = Object.fromEntries(names.map((name) => [name, service(name)]))
  return { services: { ...services, close: async () => undefined } as unknown as StudioServices, calls }
}
