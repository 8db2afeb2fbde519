/**
 * The folder of the npm package that a file belongs to.
 *
 * @param {string} file relative to the project
 * @returns {string | undefined} undefined for a file of the studio
 */
export function packageOf(file) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file.replaceAll('\\', '/'))?.[0]
}
