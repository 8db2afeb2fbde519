import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { packageFolders, type LockedPackages } from '../../electron/bootstrap/packaged-folder.mjs'
import { projectRoot } from '../../electron/bootstrap/project-paths.mjs'
import { runNpm } from '../../electron/bootstrap/run-process.mjs'

/** The local cluster as npm would install it for somebody else. */
export interface PackedLocalCluster {
  /** Its folder in `node_modules`. */
  readonly folder: string
  /** The program, where npm would link it. */
  readonly program: string
  readonly manifest: { readonly version: string; readonly dependencies: Readonly<Record<string, string>> }
}

/**
 * Packs the local cluster and unpacks it into `node_modules` of a project, beside links to what its package.json names,
 * and what that needs in turn. There is nothing else that it could load.
 */
export async function installPackedLocalCluster(project: string): Promise<PackedLocalCluster> {
  const source = join(projectRoot, 'electron/local-cluster')
  await runNpm(['pack', '--pack-destination', project], { cwd: source, quiet: true })
  const [tarball = ''] = (await readdir(project)).filter((name) => name.endsWith('.tgz'))
  execFileSync('tar', ['-xzf', tarball], { cwd: project })
  const modules = join(project, 'node_modules')
  const folder = join(modules, 'kusto-local-cluster')
  await mkdir(join(modules, '.bin'), { recursive: true })
  await rename(join(project, 'package'), folder)
  const manifest = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  ) as PackedLocalCluster['manifest']
  const lock = JSON.parse(await readFile(join(projectRoot, 'package-lock.json'), 'utf8')) as {
    readonly packages: LockedPackages
  }
  for (const path of packageFolders(lock.packages, Object.keys(manifest.dependencies))) {
    // Node follows a link, so what is inside of a package comes with it. Other systems' binaries are not installed.
    if (path.lastIndexOf('node_modules/') > 0 || !existsSync(join(projectRoot, path))) continue
    await mkdir(dirname(join(project, path)), { recursive: true })
    await symlink(join(projectRoot, path), join(project, path), 'junction')
  }
  const program = join(modules, '.bin', 'kusto-local-cluster')
  await symlink('../kusto-local-cluster/dist/command-line.cjs', program)
  return { folder, program, manifest }
}
