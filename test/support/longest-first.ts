import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files whose length does not tell that they take the longest of their project. */
const longest = /(ingestion-model|function-matrix|query-cases)\.test\.ts$/

/**
 * Starts the longest files of each project first. Vitest goes by what they took the last time, but a fresh clone has
 * only their sizes, and a long file at the end would run alone.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // Projects stay together: a process is used again only by the next file of its own project.
    const projects = new Map<unknown, TestSpecification[]>()
    for (const file of await super.sort(files))
      projects.set(file.project, [...(projects.get(file.project) ?? []), file])
    return [...projects.values()].flatMap((sorted) => [
      ...sorted.filter(({ moduleId }) => longest.test(moduleId)),
      ...sorted.filter(({ moduleId }) => !longest.test(moduleId)),
    ])
  }
}
