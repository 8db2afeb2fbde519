import { useEffect } from 'react'

/** What is open over the page, and closes by itself. */
const openOver = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]'
/** Escape takes back what is typed here, or closes what the focus is in. */
const typedInto = '[data-name-field], [role="searchbox"], input[type="search"], [data-own-escape]'

/**
 * Calls `onEscape` when Escape is pressed, wherever the focus is: not while a dialog or a menu is open, and not in a
 * field that uses it.
 */
export function useEscape(onEscape: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.isComposing || document.querySelector(openOver) !== null) return
      if (event.target instanceof Element && event.target.closest(typedInto) !== null) return
      onEscape()
    }
    // Before anybody else: what is open then is gone once the event has gone its way.
    window.addEventListener('keydown', onKeyDown, true)
    return () => window.removeEventListener('keydown', onKeyDown, true)
  }, [onEscape])
}
