import type { StudioApi } from './types'

declare global {
  interface Window {
    readonly studio: StudioApi
  }
}
