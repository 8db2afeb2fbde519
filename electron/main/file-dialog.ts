import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron'

/** Asks the user for files or a folder; returns their paths, or none if the user dismissed the dialog. */
export type ChoosePaths = (what: 'files' | 'folder') => Promise<readonly string[]>

/** Asks the user where to write a file; undefined if the user dismissed the dialog. */
export type ChooseTarget = (suggestedName: string) => Promise<string | undefined>

const fileOptions: OpenDialogOptions = {
  title: 'Add files to ingest',
  properties: ['openFile', 'multiSelections'],
  filters: [
    {
      name: 'Data files',
      extensions: ['csv', 'tsv', 'psv', 'txt', 'json', 'jsonl', 'parquet', 'avro', 'orc', 'gz', 'zip'],
    },
    { name: 'All files', extensions: ['*'] },
  ],
}
const folderOptions: OpenDialogOptions = {
  title: 'Add a folder to ingest',
  properties: ['openDirectory', 'multiSelections'],
}

/** The system's file dialog, attached to the window if there is one. */
export function createFileDialog(window: () => BrowserWindow | undefined): ChoosePaths {
  return async (what) => {
    const options = what === 'files' ? fileOptions : folderOptions
    const parent = window()
    const { filePaths } =
      parent === undefined
        ? await dialog.showOpenDialog(options)
        : await dialog.showOpenDialog(parent, options)
    return filePaths
  }
}

/** The system's dialog to save a CSV file, attached to the window if there is one. */
export function createSaveDialog(window: () => BrowserWindow | undefined): ChooseTarget {
  return async (defaultPath) => {
    const options = { defaultPath, filters: [{ name: 'CSV', extensions: ['csv'] }] }
    const parent = window()
    const { canceled, filePath } =
      parent === undefined
        ? await dialog.showSaveDialog(options)
        : await dialog.showSaveDialog(parent, options)
    return canceled || filePath === '' ? undefined : filePath
  }
}
