import { contextBridge, ipcRenderer, webFrame } from 'electron'
import { pathOfFile } from './file-path'
import { createStudioApi } from './studio-api'
import { withoutWebRtc } from './without-web-rtc'

// Runs in the page's own world, before any script of the page.
void webFrame.executeJavaScript(withoutWebRtc)
contextBridge.exposeInMainWorld('studio', createStudioApi(ipcRenderer, pathOfFile))
