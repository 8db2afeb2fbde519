import type { LinkPlace, OpenedLink } from '../../../electron/domain/schema/studio-link'

/** Links from outside. They fill in fields and choose tables; the user presses the buttons. */
export interface LinkSlice {
  /** Goes where the link leads if its cluster is open; else fills the connect dialog. Says why if it is refused. */
  receiveLink(link: OpenedLink): void
  /** Opens a place of the open cluster; another cluster's is ignored. */
  goTo(place: LinkPlace): Promise<void>
}
