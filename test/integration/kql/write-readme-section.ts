import { writeSection } from './readme-section'

writeSection()
