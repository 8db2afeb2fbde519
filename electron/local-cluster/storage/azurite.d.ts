// Azurite ships no declarations; these are the parts that azurite-services.ts uses (3.35.0).

interface AzuriteServer {
  start(): Promise<void>
  close(): Promise<void>
  getHttpServerAddress(): string
}

declare module 'azurite/dist/src/blob/BlobConfiguration.js' {
  const module: { default: new (...values: unknown[]) => object }
  export default module
}
declare module 'azurite/dist/src/blob/BlobServer.js' {
  const module: { default: new (configuration: object) => AzuriteServer }
  export default module
}
declare module 'azurite/dist/src/queue/QueueConfiguration.js' {
  const module: { default: new (...values: unknown[]) => object }
  export default module
}
declare module 'azurite/dist/src/queue/QueueServer.js' {
  const module: { default: new (configuration: object) => AzuriteServer }
  export default module
}
declare module 'azurite/dist/src/table/TableConfiguration.js' {
  const module: { default: new (...values: unknown[]) => object }
  export default module
}
declare module 'azurite/dist/src/table/TableServer.js' {
  const module: { default: new (configuration: object) => AzuriteServer }
  export default module
}
declare module 'azurite/dist/src/common/persistence/MemoryExtentStore.js' {
  const module: { MemoryExtentChunkStore: new (sizeLimit?: number) => object }
  export default module
}
