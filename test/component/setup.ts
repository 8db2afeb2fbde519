import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach } from 'vitest'

// Allows for a busy machine; what never comes still fails.
configure({ asyncUtilTimeout: 10_000 })

// happy-dom neither lays out nor draws, so this stands in for what the page needs of both.

const size = { width: 1000, height: 600 }
const rowHeight = 34
for (const [name, value] of [
  ['offsetWidth', size.width],
  ['clientWidth', size.width],
  ['offsetHeight', size.height],
  ['clientHeight', size.height],
] as const) {
  Object.defineProperty(HTMLElement.prototype, name, {
    configurable: true,
    get(this: HTMLElement) {
      // Rows of long lists measure their own height.
      return this.hasAttribute('data-index') && name === 'offsetHeight' ? rowHeight : value
    },
  })
}

// A page without a size counts as hidden, and dialogs would not take the focus.
HTMLBodyElement.prototype.getBoundingClientRect = () => new DOMRect(0, 0, size.width, size.height)

/** A drawing context that accepts every call and assignment, and does nothing. */
const context = new Proxy({} as Record<string | symbol, unknown>, {
  get: (target, name) => {
    if (name in target) return target[name]
    return name === 'measureText' ? (text: string) => ({ width: text.length * 6 }) : () => undefined
  },
})
Object.assign(context, { canvas: { width: size.width, height: size.height } })
HTMLCanvasElement.prototype.getContext = (() => context) as never
// Without it, Fluent shows and hides at once; happy-dom's version rejects when an animation is cut short.
Element.prototype.animate = undefined as never
globalThis.Path2D = class {
  addPath(): void {}
  arc(): void {}
  closePath(): void {}
  lineTo(): void {}
  moveTo(): void {}
  rect(): void {}
} as never

beforeEach(() => {
  document.body.innerHTML = ''
})
afterEach(cleanup)
