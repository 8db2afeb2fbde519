import { contextBridge, ipcRenderer } from 'electron'
import { pathOfFile } from './file-path'
import { createStudioApi } from './studio-api'

contextBridge.exposeInMainWorld('studio', createStudioApi(ipcRenderer, pathOfFile))
