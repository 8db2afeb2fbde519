/** Whether a text is a web page. */
export function isWebPage(text: string): boolean {
  const start = text
    .slice(0, 2000)
    .trimStart()
    .replace(/^(?:<\?xml[^>]*\?>|<!--[\s\S]*?-->|\s)+/, '')
  return /^<(?:!doctype\s+html|html|head|body|table|script|meta)[\s>]/i.test(start)
}

/** Whether a text is an XML document, such as the answer of a storage that refused. */
export function isXmlDocument(text: string): boolean {
  return /^\ufeff?\s*<\?xml\s/.test(text)
}
