import type {} from '../../electron/contract/window'
import { mountStudio } from './mount-studio'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no element with the id "root"')
mountStudio(window.studio, root)
