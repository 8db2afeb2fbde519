/**
 * What an attacker may make a page do, run in the page. Each attempt gives `reached` if it worked and `refused` if not;
 * in any case, the test's server sees what gets out.
 */
export const policyAttempts: readonly (readonly [string, (origin: string) => unknown])[] = [
  [
    'fetch',
    (to) =>
      fetch(`${to}/fetch`).then(
        () => 'reached',
        () => 'refused',
      ),
  ],
  [
    'XMLHttpRequest',
    (to) =>
      new Promise((resolve) => {
        const request = new XMLHttpRequest()
        request.onload = () => resolve('reached')
        request.onerror = () => resolve('refused')
        request.open('GET', `${to}/xhr`)
        request.send()
      }),
  ],
  [
    'a WebSocket',
    (to) =>
      new Promise((resolve) => {
        const socket = new WebSocket(to.replace('http', 'ws'))
        socket.onopen = () => resolve('reached')
        socket.onerror = () => resolve('refused')
      }),
  ],
  ['a beacon', (to) => (navigator.sendBeacon(`${to}/beacon`), 'refused')],
  [
    'an image',
    (to) =>
      new Promise((resolve) => {
        const image = new Image()
        image.onload = () => resolve('reached')
        image.onerror = () => resolve('refused')
        image.src = `${to}/image.png`
      }),
  ],
  [
    'a remote script',
    (to) =>
      new Promise((resolve) => {
        try {
          const script = document.createElement('script')
          script.onload = () => resolve('reached')
          script.onerror = () => resolve('refused')
          script.src = `${to}/script.js`
          document.head.append(script)
        } catch {
          resolve('refused')
        }
      }),
  ],
  [
    'an inline script',
    () => {
      try {
        const script = document.createElement('script')
        script.textContent = 'window.inlineRan = true'
        document.head.append(script)
      } catch {
        return 'refused'
      }
      return 'inlineRan' in window ? 'reached' : 'refused'
    },
  ],
  [
    'eval',
    // In its own task: the debugger that runs this function may evaluate text, the page may not.
    () =>
      new Promise((resolve) => {
        setTimeout(() => {
          try {
            resolve((0, eval)('"reached"'))
          } catch {
            resolve('refused')
          }
        })
      }),
  ],
  [
    'a function from text',
    () =>
      new Promise((resolve) => {
        setTimeout(() => {
          try {
            resolve(new Function('return "reached"')())
          } catch {
            resolve('refused')
          }
        })
      }),
  ],
  [
    'markup from text',
    () => {
      try {
        document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.markupRan = true">')
      } catch {
        return 'refused'
      }
      return 'reached'
    },
  ],
  [
    'an inline style element',
    () => {
      const style = document.createElement('style')
      style.textContent = 'html { --inline-style: reached }'
      document.head.append(style)
      return getComputedStyle(document.documentElement).getPropertyValue('--inline-style').trim() || 'refused'
    },
  ],
  [
    'a remote style sheet',
    (to) =>
      new Promise((resolve) => {
        const link = document.createElement('link')
        link.rel = 'stylesheet'
        link.onload = () => resolve('reached')
        link.onerror = () => resolve('refused')
        link.href = `${to}/style.css`
        document.head.append(link)
      }),
  ],
  [
    'a frame',
    (to) =>
      new Promise((resolve) => {
        const frame = document.createElement('iframe')
        frame.onload = () => {
          const isBlocked = frame.contentDocument === null || frame.contentDocument.body.textContent === ''
          resolve(isBlocked ? 'refused' : 'reached')
        }
        document.addEventListener('securitypolicyviolation', () => resolve('refused'), { once: true })
        frame.src = `${to}/frame`
        document.body.append(frame)
      }),
  ],
  [
    'a form',
    (to) => {
      const form = document.createElement('form')
      form.action = `${to}/form`
      form.method = 'post'
      document.body.append(form)
      form.submit()
      return 'refused'
    },
  ],
  [
    'a base address',
    (to) => {
      const base = document.createElement('base')
      base.href = `${to}/`
      document.head.append(base)
      return document.baseURI.startsWith(to) ? 'reached' : 'refused'
    },
  ],
]
