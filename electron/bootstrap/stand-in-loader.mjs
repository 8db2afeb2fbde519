/**
 * Electron's executable looks for an application in `resources/`. The official build has one that opens the folder
 * named on the command line; the stand-in has none, so it gets this one.
 */
export const loaderPackage = JSON.stringify({ name: 'loader', version: '1.0.0', main: 'loader.cjs' })

export const loaderSource = `'use strict'
const { app } = require('electron')
const { readFileSync } = require('node:fs')
const { join, resolve } = require('node:path')

const words = process.argv.slice(1)
let given
for (let index = 0; index < words.length && given === undefined; index++) {
  // Like the official one: a module to load first, which is how Playwright takes control of the application.
  if (words[index] === '-r' || words[index] === '--require') require(resolve(words[++index]))
  else if (!words[index].startsWith('-')) given = words[index]
}
if (given === undefined) {
  process.stderr.write('Usage: electron [-r MODULE] FOLDER [ARGUMENT...]\\n')
  process.exit(64)
}
const folder = resolve(given)
const { name, productName, version, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
app.setAppPath(folder)
app.setName(productName ?? name)
app.setVersion(version)
require(join(folder, main))
`
