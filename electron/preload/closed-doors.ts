/**
 * A script that takes from the page what neither the content security policy nor a permission closes: WebRTC, a way out
 * past the policy, and the old command that reads the clipboard (Electron allows it up to version 29). An empty frame
 * would bring its own WebRTC; for that, the main process keeps it from sending datagrams.
 */
export const closeDoors = `(() => {
  for (const name of Object.getOwnPropertyNames(window)) {
    if (/^(webkit)?RTC/.test(name)) delete window[name]
  }
  const { execCommand } = Document.prototype
  Document.prototype.execCommand = function (command, ...rest) {
    const name = String(command)
    return name.toLowerCase() !== 'paste' && execCommand.call(this, name, ...rest)
  }
})()`
