import { createFakeStudio } from '../api/fake-studio'
import { mountStudio } from '../mount-studio'
import { scenes } from './scenes'

// For design work, never bundled: `design.html?scene=name&theme=dark&still` shows the page in a plain browser, on the
// fake bridge.
const query = new URLSearchParams(location.search)
const root = document.getElementById('root')
const scene = scenes[query.get('scene') ?? 'workspace']
if (root === null || scene === undefined) {
  document.body.textContent = `Scenes: ${Object.keys(scenes).join(', ')}`
} else {
  const studio = createFakeStudio(query.has('still') ? undefined : Date.now())
  const theme = query.get('theme') === 'dark' ? 'dark' : 'light'
  studio.world.settings = { ...studio.world.settings, theme }
  await scene(studio)
  if (!query.has('still')) setInterval(() => studio.clock.advance(100), 100)
  mountStudio(studio.api, root, studio.clock.now)
  Object.assign(window, { fakeStudio: studio })
}
