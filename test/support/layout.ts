import type { Page } from 'playwright-core'

/** Windows to be laid out for, in CSS pixels. */
const windows = [
  { name: '1280 x 800 at 200 %', width: 640, height: 400, deviceScaleFactor: 2 },
  { name: '900 px', width: 900, height: 700, deviceScaleFactor: 1 },
  { name: '1080p', width: 1920, height: 1080, deviceScaleFactor: 1 },
  { name: '4K', width: 3840, height: 2160, deviceScaleFactor: 1 },
] as const

/** What is cut, covered, too long to read or reached only by scrolling sideways, in windows of several sizes. */
export async function layoutIssues(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  const issues: string[] = []
  for (const { name, ...size } of windows) {
    await session.send('Emulation.setDeviceMetricsOverride', { ...size, mobile: false })
    await page.waitForFunction((width) => window.innerWidth === width, size.width)
    issues.push(...(await page.evaluate(lookAtLayout)).map((issue) => `${name}: ${issue}`))
  }
  await session.send('Emulation.clearDeviceMetricsOverride')
  await session.detach()
  return issues
}

/** Runs in the page, once it has been drawn at its new size. */
async function lookAtLayout(): Promise<string[]> {
  for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
  const issues: string[] = []
  const root = document.documentElement
  if (root.scrollWidth > innerWidth) issues.push(`the page is ${root.scrollWidth - innerWidth} px too wide`)

  const wordsOf = (element: Element): string =>
    (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60) ||
    element.outerHTML.slice(0, 80)
  /** An element, and the part of the window that nothing around it hides. Grids may be scrolled sideways. */
  const seen = (
    element: Element,
  ): {
    readonly box: DOMRect
    readonly left: number
    readonly right: number
    readonly top: number
    readonly bottom: number
  } => {
    const box = element.getBoundingClientRect()
    let [left, right, top, bottom] = [0, innerWidth, 0, innerHeight]
    for (let around = element.parentElement; around !== null; around = around.parentElement) {
      const style = getComputedStyle(around)
      const edge = around.getBoundingClientRect()
      if (around.role === 'grid')
        return { box, left: box.left, right: box.right, top: edge.top, bottom: edge.bottom }
      if (style.overflowX !== 'visible')
        [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)]
      if (style.overflowY !== 'visible')
        [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)]
    }
    return { box, left, right, top, bottom }
  }
  const controls =
    'button, a[href], input, textarea, select, summary, [role=tab], [role=radio], [role=combobox], h1, h2'
  for (const element of document.querySelectorAll(controls)) {
    const { box, left, right, top, bottom } = seen(element)
    const isHidden = box.width < 2 || box.height < 2 || getComputedStyle(element).visibility === 'hidden'
    if (isHidden || Number(getComputedStyle(element).opacity) === 0) continue
    if (box.left < left - 2 || box.right > right + 2) issues.push(`“${wordsOf(element)}” is cut at its side`)
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
    if (x < left || x > right || y < top || y > bottom) continue
    const there = document.elementFromPoint(x, y)
    const isOwn = there === null || element.contains(there) || there.contains(element)
    if (!isOwn) issues.push(`“${wordsOf(element)}” is covered by “${wordsOf(there)}”`)
  }
  for (const text of document.querySelectorAll('main p, main li')) {
    const width = text.getBoundingClientRect().width
    const isLong = (text.textContent ?? '').length > 160 && width > 1100
    if (isLong) issues.push(`“${wordsOf(text)}” runs over ${Math.round(width)} px`)
  }
  return issues
}
