import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { StudioApi } from '../../electron/contract/types'
import { createStudioClient } from './api/studio-client'
import { App } from './app'
import { ErrorBoundary } from './components/error-boundary'
import { ClockContext } from './state/clock'
import { createStudioStore, listenToEvents } from './state/store'
import { StudioContext } from './state/use-studio'
import './styles/base.css'
import './styles/fonts.css'

/** Mounts the page on a bridge: the preload's in the app, the fake one for design work. */
export function mountStudio(studio: StudioApi, root: HTMLElement, now: () => number = Date.now): void {
  const client = createStudioClient(studio)
  const store = createStudioStore(client, now)
  listenToEvents(client, store)
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary>
        <ClockContext value={now}>
          <StudioContext value={store}>
            <App />
          </StudioContext>
        </ClockContext>
      </ErrorBoundary>
    </StrictMode>,
  )
}
