import { join } from 'node:path'
import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses'

/**
 * Every fuse that Electron has: what a packaged studio can be made to do by whoever starts it.
 *
 * @type {Readonly<Record<keyof typeof FuseV1Options, boolean>>}
 */
export const fuses = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
}

/**
 * Sets all fuses of a packaged studio. Fails if its Electron has one that is not in the table above, so that no fuse
 * ever keeps a default that nobody looked at. An older Electron has fewer.
 *
 * @param {string} executable the program, or on macOS the `.app`
 */
export async function setFuses(executable) {
  const wire = await getCurrentFuseWire(executable)
  const there = Object.keys(wire).filter((key) => key !== 'version').length
  const values = Object.entries(fuses).flatMap(([name, isOn]) => {
    const index = FuseV1Options[/** @type {keyof typeof FuseV1Options} */ (name)]
    return index < there ? [[index, isOn]] : []
  })
  await flipFuses(executable, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    // Changing the binary breaks the signature that Apple’s own processors ask for.
    resetAdHocDarwinSignature: process.platform === 'darwin',
    ...Object.fromEntries(values),
  })
}

/** The hook of electron-builder. @param {import('electron-builder').AfterPackContext} context */
export default async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const { productFilename } = packager.appInfo
  const { executableName } = packager.platformSpecificBuildOptions
  const executable =
    electronPlatformName === 'darwin'
      ? `${productFilename}.app`
      : electronPlatformName === 'win32'
        ? `${productFilename}.exe`
        : (executableName ?? productFilename)
  await setFuses(join(appOutDir, executable))
}
