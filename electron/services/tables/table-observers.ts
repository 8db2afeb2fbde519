import {
  TableObserver,
  type ObservedTable,
  type TableObserverParts,
  type TableSubscriber,
} from './table-observer'

/** A place among those who follow a table. */
export interface TableSubscription {
  /** Sets the time of the next look; call it when the subscriber is due earlier or later than it said. */
  plan(): void
  /** Looks now; resolves once the subscriber has the reading, or its failure. */
  lookNow(): Promise<void>
  end(): void
}

/** The tables that are followed, with one observer for each. */
export class TableObservers {
  readonly #parts: TableObserverParts
  readonly #observers = new Map<string, TableObserver>()

  constructor(parts: TableObserverParts) {
    this.#parts = parts
  }

  /** Follows a table. It is looked at while anybody follows it. */
  follow(table: ObservedTable, subscriber: TableSubscriber): TableSubscription {
    const key = JSON.stringify([table.clusterUri, table.database, table.table])
    const observer = this.#observers.get(key) ?? new TableObserver(this.#parts, table)
    this.#observers.set(key, observer)
    const unsubscribe = observer.subscribe(subscriber)
    return {
      plan: () => observer.plan(),
      lookNow: () => observer.lookNow(),
      end: () => {
        unsubscribe()
        if (observer.isIdle && this.#observers.get(key) === observer) this.#observers.delete(key)
      },
    }
  }
}
