import { assertNever } from '../assert-never'
import { copyAsKql } from './kql'
import { copyAsLightIngest, type Shell } from './light-ingest'
import { copyAsNode } from './node'
import { copyAsPython } from './python'
import type { Recipe } from './recipe'

/** The tools that an ingestion can be written down for. */
export const copyTools = ['kql', 'lightIngest', 'node', 'python'] as const

export type CopyTool = (typeof copyTools)[number]

/** Writes an ingestion as text that this tool runs. It holds no secret: words stand where one belongs. */
export function copyAs(recipe: Recipe, tool: CopyTool, shell: Shell): string {
  switch (tool) {
    case 'kql':
      return copyAsKql(recipe)
    case 'lightIngest':
      return copyAsLightIngest(recipe, shell)
    case 'node':
      return copyAsNode(recipe)
    case 'python':
      return copyAsPython(recipe)
    default:
      return assertNever(tool, 'tool')
  }
}
