/**
 * A script that takes WebRTC from the page. Peer connections are the only way out that the content security policy does
 * not close. An empty frame would bring its own; for that, the main process keeps WebRTC from sending datagrams.
 */
export const withoutWebRtc = `(() => {
  for (const name of Object.getOwnPropertyNames(window)) {
    if (/^(webkit)?RTC/.test(name)) delete window[name]
  }
})()`
