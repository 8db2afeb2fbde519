import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandAccelerators, type StudioCommand } from '../../electron/domain/studio-command'
import { sealAtOnce } from '../support/cluster-of-window'
import { openStudio, temporaryHome, type OpenStudio } from '../support/open-studio'
import { tutorial } from '../support/tutorial'

const home = temporaryHome()
let open: OpenStudio

beforeAll(async () => {
  open = await openStudio(home.path)
  await open.studio.waitUntilConnected()
})
afterAll(async () => {
  await open?.close()
  home.remove()
})

/** Chooses a menu item, as its accelerator would: the debugger's keys do not reach native menus. */
async function choose(command: StudioCommand): Promise<void> {
  await open.app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), command)
}

/** The focused element's words, and whether the focus is visible. */
async function focused(): Promise<{ readonly words: string; readonly isVisible: boolean }> {
  return await open.page.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement)) return { words: '', isVisible: false }
    const words = element.getAttribute('aria-label') ?? element.innerText ?? ''
    // A tree item shows the focus on its first line, a link with a double underline.
    const places = [
      element,
      element.parentElement,
      element.closest('[role=treeitem]'),
      element.role === 'treeitem' ? element.firstElementChild : null,
    ]
    const marks = places.flatMap((candidate) => {
      if (!(candidate instanceof HTMLElement)) return []
      const own = getComputedStyle(candidate)
      const after = getComputedStyle(candidate, '::after')
      return [
        own.outlineStyle !== 'none' && own.outlineWidth !== '0px',
        own.boxShadow !== 'none',
        own.textDecorationStyle === 'double',
        after.outlineStyle !== 'none' && after.outlineWidth !== '0px',
        after.borderBottomWidth !== '0px' && after.content !== 'none',
      ]
    })
    return { words, isVisible: marks.includes(true) }
  })
}

/** Presses Tab until the element with these words has the focus; checks that each stop on the way is visible. */
async function tabTo(words: RegExp): Promise<void> {
  const seen: string[] = []
  for (let presses = 0; presses < 60; presses++) {
    await open.page.keyboard.press('Tab')
    const stop = await focused()
    seen.push(stop.words)
    expect(stop.isVisible, `the focus on “${stop.words}” can be seen`).toBe(true)
    if (words.test(stop.words)) return
  }
  throw new Error(`Tab never came to ${String(words)}: ${seen.join(' | ')}`)
}

describe('without a mouse', () => {
  test('every command has its key in the menu', async () => {
    const keys = await open.app.evaluate(({ Menu }, commands) => {
      const menu = Menu.getApplicationMenu()
      return commands.map((id) => menu?.getMenuItemById(id)?.accelerator)
    }, Object.keys(commandAccelerators))
    expect(keys).toEqual(Object.values(commandAccelerators))
  })

  test('a table is made', async () => {
    await choose('newTable')
    const dialog = open.page.getByRole('dialog', { name: 'New table' })
    await dialog.waitFor()
    await open.page.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
    await open.page.keyboard.type('KeyboardEvents')
    await open.page.keyboard.press('Tab')
    await open.page.keyboard.insertText(tutorial.table.schema)
    await open.page.keyboard.press('Tab')
    await open.page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await open.studio.waitForRowCount(0)
  })

  test('a row is pasted and lands', async () => {
    await sealAtOnce(open.page, 'KeyboardEvents')
    await choose('pasteRows')
    await open.page.getByRole('textbox', { name: 'Rows to paste' }).waitFor()
    await open.page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA')
    await open.page.keyboard.insertText(tutorial.pastedRow)
    await tabTo(/^Ingest 1 record/)
    await open.page.keyboard.press('Enter')
    await open.studio.waitForRowCount(1)
    await open.studio.waitForIngestion('Pasted', 'Landed')
  })

  test('an ingestion is undone', async () => {
    await choose('focusJobs')
    await tabTo(/^Undo Pasted/)
    await open.page.keyboard.press('Enter')
    const dialog = open.page.getByRole('alertdialog')
    await dialog.getByRole('button', { name: /^Drop 1 row/ }).waitFor()
    await tabTo(/^Drop 1 row/)
    await open.page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await open.studio.waitForRowCount(0)
  })

  test('Escape closes what is open and gives the focus back', async () => {
    await choose('connect')
    const dialog = open.page.getByRole('dialog', { name: 'Connect to a cluster' })
    await dialog.waitFor()
    await open.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  test('a form that was refused keeps the focus, and Escape closes it', async () => {
    await choose('newTable')
    const dialog = open.page.getByRole('dialog', { name: 'New table' })
    await dialog.waitFor()
    await tabTo(/^Create table/)
    await open.page.keyboard.press('Enter')
    await dialog.getByRole('alert').waitFor()
    expect((await focused()).words).toBe('Create table')
    await open.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  test('a query that was run by its button keeps the focus, and Escape closes the pane', async () => {
    await choose('query')
    const panel = open.page.getByRole('region', { name: 'Query' })
    await panel.getByRole('textbox', { name: 'KQL query' }).fill('print Answer = 42')
    await panel.getByRole('button', { name: 'Run' }).click()
    await panel.getByRole('gridcell', { name: '42' }).waitFor()
    expect((await focused()).words).toBe('Run')
    await open.page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
  })

  test('the theme changes by its command', async () => {
    const isDark = (): Promise<boolean> =>
      open.app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)
    const before = await isDark()
    await choose('toggleTheme')
    await expect.poll(isDark).toBe(!before)
    await choose('toggleTheme')
    await expect.poll(isDark).toBe(before)
  })
})
