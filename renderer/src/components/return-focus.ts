import { useLayoutEffect } from 'react'

let left: string | undefined

/** Marks what opens another page, so that the focus returns to it: `data-focus-key`, the same each time it is drawn. */
export function focusKey(key: string): { readonly 'data-focus-key': string } {
  return { 'data-focus-key': key }
}

/** Remembers, when this part of the page goes, what had the focus, and gives it back when the part returns. */
export function useReturnFocus(): void {
  useLayoutEffect(() => {
    const key = left
    left = undefined
    if (key !== undefined) focusOn(key)
    return () => {
      const marked = document.activeElement?.closest<HTMLElement>('[data-focus-key]')
      left = marked?.dataset['focusKey']
    }
  }, [])
}

/** What is drawn in a list of its own may come a moment later. */
function focusOn(key: string): void {
  const find = (): HTMLElement | null => document.querySelector(`[data-focus-key="${CSS.escape(key)}"]`)
  const found = find()
  if (found !== null) found.focus()
  else requestAnimationFrame(() => find()?.focus())
}
