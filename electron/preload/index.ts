import { contextBridge, ipcRenderer, webFrame } from 'electron'
import { closeDoors } from './closed-doors'
import { pathOfFile } from './file-path'
import { createStudioApi } from './studio-api'

// Runs in the page's own world, before any script of the page.
void webFrame.executeJavaScript(closeDoors)
contextBridge.exposeInMainWorld('studio', createStudioApi(ipcRenderer, pathOfFile))
