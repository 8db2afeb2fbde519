import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron'

/** Asks the user for files or a folder; returns their paths, or none if the user dismissed the dialog. */
export type ChoosePaths = (what: 'files' | 'folder') => Promise<readonly string[]>

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

/** Asks the user where to save a file; null if the user dismissed the dialog. */
export type ChooseSavePath = (name: string, extension: string) => Promise<string | null>

/** The system's dialog for saving, attached to the window if there is one. */
export function createSaveDialog(window: () => BrowserWindow | undefined): ChooseSavePath {
  return async (name, extension) => {
    const options = {
      defaultPath: name.replace(/[<>:"/\\|?*]/g, '_'),
      filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
    }
    const parent = window()
    const { canceled, filePath } =
      parent === undefined
        ? await dialog.showSaveDialog(options)
        : await dialog.showSaveDialog(parent, options)
    if (canceled || filePath === undefined || filePath === '') return null
    return filePath.toLowerCase().endsWith(`.${extension}`) ? filePath : `${filePath}.${extension}`
  }
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
