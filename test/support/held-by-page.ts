import type { Locator, Page } from 'playwright-core'

/**
 * Everything that a page holds as text: its elements with their attributes, what stands in its fields, its address,
 * title and storage.
 *
 * @param without Elements that are left out, with all that is in them.
 */
export async function heldByPage(page: Page, without: readonly Locator[] = []): Promise<string> {
  const left = await Promise.all(without.map((locator) => locator.elementHandle()))
  return await page.evaluate((leftOut) => {
    const texts = [document.title, location.href, JSON.stringify(history.state), window.name]
    for (const storage of [localStorage, sessionStorage]) texts.push(JSON.stringify({ ...storage }))
    const add = (node: Node): void => {
      if (leftOut.includes(node as HTMLElement)) return
      if (node instanceof CharacterData) texts.push(node.data)
      if (node instanceof Element) {
        for (const { name, value } of node.attributes) texts.push(`${name}=${value}`)
        if (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement) texts.push(node.value)
        if (node.shadowRoot !== null) add(node.shadowRoot)
      }
      node.childNodes.forEach(add)
    }
    add(document)
    return texts.join('\n')
  }, left)
}
