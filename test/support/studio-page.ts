import type { Locator, Page } from 'playwright-core'

/** A table as a person enters it in the dialog. */
export interface NewTable {
  readonly name: string
  /** One column per line. */
  readonly schema: string
  readonly batchingSeconds: number
}

/** The studio's page as a person sees it, by roles and names. */
export class StudioPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  card(name: 'Row count' | 'Add data' | 'Before and after' | 'Ingestions'): Locator {
    return this.page.getByRole('region', { name, exact: true })
  }

  /** Waits until a cluster is connected; by default the local one, which the studio opens on its own. */
  async waitUntilConnected(name = 'Local cluster'): Promise<void> {
    await this.page.getByRole('button', { name: `Cluster: ${name}, connected` }).waitFor({ timeout: 60_000 })
  }

  async createTable({ name, schema, batchingSeconds }: NewTable): Promise<void> {
    await this.page.getByRole('button', { name: 'New table' }).first().click()
    const dialog = this.page.getByRole('dialog', { name: 'New table' })
    await dialog.getByLabel('Table name').fill(name)
    await dialog.getByRole('textbox', { name: 'Schema' }).fill(schema)
    await dialog.getByLabel('Batching time, in seconds').fill(String(batchingSeconds))
    await dialog.getByRole('button', { name: 'Create table' }).click()
    await dialog.waitFor({ state: 'detached' })
  }

  /** Opens a table from the tree. */
  async openTable(name: string): Promise<void> {
    await this.page.getByRole('treeitem', { name }).last().click()
    await this.card('Row count').waitFor()
  }

  /** Waits until the large number shows exactly this many rows. */
  async waitForRowCount(rows: number, timeoutMs = 60_000): Promise<void> {
    const shown = new RegExp(`^${rows.toLocaleString('en-US')}$`)
    await this.page.getByTestId('row-count').filter({ hasText: shown }).waitFor({ timeout: timeoutMs })
  }

  /** Drops files in the middle of the window, with the events of a real drop. */
  async dropFiles(paths: readonly string[]): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page)
    const { width, height } = await this.page.evaluate(() => ({
      width: window.innerWidth,
      height: window.innerHeight,
    }))
    const at = { x: Math.round(width / 2), y: Math.round(height / 2) }
    const data = { items: [], files: [...paths], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, ...at, data })
    }
    await session.detach()
  }

  async chooseTab(name: 'Files' | 'Paste rows' | 'Blob URI'): Promise<void> {
    await this.card('Add data').getByRole('tab', { name }).click()
  }

  /** Presses the button that ingests what the open tab holds; its words say how much that is. */
  async ingest(words: string | RegExp): Promise<void> {
    await this.card('Add data').getByRole('button', { name: words }).click()
  }

  async pasteRows(text: string): Promise<void> {
    await this.chooseTab('Paste rows')
    await this.card('Add data').getByRole('textbox', { name: 'Rows to paste' }).fill(text)
  }

  async giveBlobUri(uri: string): Promise<void> {
    await this.chooseTab('Blob URI')
    const field = this.card('Add data').getByRole('textbox', { name: 'Blob URI' })
    // Focus first: the field shows the whole URI only then.
    await field.focus()
    await field.fill(uri)
    await this.card('Add data').getByRole('button', { name: 'Check' }).click()
  }

  async setHeader(isHeader: boolean): Promise<void> {
    await this.card('Add data').getByRole('switch', { name: 'First record is a header' }).setChecked(isHeader)
  }

  /** The rows of the ingestions table, newest first, as their text. */
  async ingestions(): Promise<string[]> {
    const rows = this.card('Ingestions').getByRole('row')
    return (await rows.allInnerTexts()).slice(1).map((text) => text.replace(/\s+/g, ' ').trim())
  }

  /** Waits for an ingestion with this name and state. */
  async waitForIngestion(name: string | RegExp, state: string | RegExp, timeoutMs = 60_000): Promise<void> {
    const row = this.card('Ingestions').getByRole('row').filter({ hasText: name }).filter({ hasText: state })
    try {
      await row.first().waitFor({ timeout: timeoutMs })
    } catch (cause) {
      const rows = (await this.ingestions()).join('\n')
      throw new Error(`No ingestion of ${name} is ${state} after ${timeoutMs} ms. It lists:\n${rows}`, {
        cause,
      })
    }
  }

  /** The before/after card's numbers and the last row's fields, by their labels. */
  async comparison(): Promise<Record<string, string>> {
    return await this.card('Before and after').evaluate((card) => {
      const terms = [...card.querySelectorAll('dt')]
      return Object.fromEntries(
        terms.map((term) => [term.textContent, term.nextElementSibling?.textContent ?? '']),
      )
    })
  }
}
