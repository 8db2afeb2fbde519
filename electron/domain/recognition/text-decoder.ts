import type { Encoding } from '../schema/reading'

/** Decodes bytes that come in chunks. */
export interface EncodedText {
  /**
   * Gives the text of the next bytes.
   *
   * @param bytes Undefined at the end.
   * @throws TypeError for bytes that are not in the encoding, if it was asked for.
   */
  decode(bytes: Uint8Array | undefined, options: { readonly stream: boolean }): string
}

/** Characters of the bytes 0x80 to 0x9f in Windows-1252 (WHATWG Encoding, index windows-1252). */
const windowsCharacters = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/**
 * Makes a decoder for an encoding; a byte order mark is left out.
 *
 * @param options.isStrict Throws instead of putting a replacement character in.
 */
export function createDecoder(encoding: Encoding, options: { readonly isStrict: boolean }): EncodedText {
  const decoder = new TextDecoder(encoding, { fatal: options.isStrict })
  if (encoding !== 'windows-1252' && encoding !== 'iso-8859-1') return decoder
  return {
    // Some versions of Node decode Windows-1252 as Latin-1, and all take the one for the other by name.
    decode: (bytes, how) =>
      decoder
        .decode(bytes, how)
        .replace(/[\u0080-\u009f]/g, (one) => windowsCharacters[one.charCodeAt(0) - 0x80] ?? one),
  }
}
