// Azurite ships no declarations; these are the parts that azurite-services.ts uses (3.35.0).

interface AzuriteServer {
  start(): Promise<void>
  close(): Promise<void>
  getHttpServerAddress(): string
}

/** A CommonJS module's default export: itself, or still inside the module, depending on the loader. */
type CommonJsDefault<T> = T | { readonly default: T }

declare module 'azurite/dist/src/blob/BlobConfiguration.js' {
  const module: CommonJsDefault<new (...values: unknown[]) => object>
  export default module
}
declare module 'azurite/dist/src/blob/BlobServer.js' {
  const module: CommonJsDefault<new (configuration: object) => AzuriteServer>
  export default module
}
declare module 'azurite/dist/src/queue/QueueConfiguration.js' {
  const module: CommonJsDefault<new (...values: unknown[]) => object>
  export default module
}
declare module 'azurite/dist/src/queue/QueueServer.js' {
  const module: CommonJsDefault<new (configuration: object) => AzuriteServer>
  export default module
}
declare module 'azurite/dist/src/table/TableConfiguration.js' {
  const module: CommonJsDefault<new (...values: unknown[]) => object>
  export default module
}
declare module 'azurite/dist/src/table/TableServer.js' {
  const module: CommonJsDefault<new (configuration: object) => AzuriteServer>
  export default module
}
declare module 'azurite/dist/src/common/persistence/MemoryExtentStore.js' {
  export const MemoryExtentChunkStore: new (sizeLimit?: number) => object
}
