import type { QueryCase } from '../query-case'

const events = `let Events = datatable (Ts: timespan, Event: string) [0m, "A", 1m, "Start", 2m, "B", 3m, "D", 4m, "Stop", 6m, "C", 8m, "Start", 11m, "E", 12m, "Stop"];
  Events | sort by Ts asc`

/** The scan operator. The values come from the documents' examples. */
export const scanCases: readonly QueryCase[] = [
  {
    feature: 'scan: cumulative sums with a reset (documents: scan)',
    query: `range x from 1 to 5 step 1 | extend y = 2 * x | scan declare (cx: long = 0, cy: long = 0) with (
      step s1: true => cx = iff(s1.cx >= 10, x, x + s1.cx), cy = iff(s1.cy >= 10, y, y + s1.cy);)`,
    columns: 'x:long, y:long, cx:long, cy:long',
    rows: [
      [1, 2, 1, 2],
      [2, 4, 3, 6],
      [3, 6, 6, 12],
      [4, 8, 10, 8],
      [5, 10, 5, 18],
    ],
  },
  {
    feature: 'scan: fill forward (documents: scan)',
    query: `datatable (Ts: timespan, Event: string) [0m, "A", 1m, "", 2m, "B", 3m, "", 4m, ""] | sort by Ts asc
      | scan declare (filled: string = "") with (step s1: true => filled = iff(isempty(Event), s1.filled, Event);) | project Event, filled, p = prev(filled)`,
    rows: [
      ['A', 'A', ''],
      ['', 'A', 'A'],
      ['B', 'B', 'A'],
      ['', 'B', 'B'],
      ['', 'B', 'B'],
    ],
  },
  {
    feature: 'scan: sessions, with a step that gives no rows (documents: scan)',
    query: `datatable (Ts: timespan, Event: string) [0m, "A", 3m, "D", 32m, "B", 38m, "D", 75m, "A"] | sort by Ts asc
      | scan with_match_id=session_id declare (start: timespan) with (
        step inSession: true => start = iff(isnull(inSession.start), Ts, inSession.start);
        step endSession output=none: Ts - inSession.start > 30m;)`,
    columns: 'Ts:timespan, Event:string, start:timespan, session_id:long',
    rows: [
      ['00:00:00', 'A', '00:00:00', 0],
      ['00:03:00', 'D', '00:00:00', 0],
      ['00:32:00', 'B', '00:32:00', 1],
      ['00:38:00', 'D', '00:32:00', 1],
      ['01:15:00', 'A', '01:15:00', 2],
    ],
  },
  {
    feature: 'scan: events between a start and a stop (documents: scan)',
    query: `${events} | scan with_match_id=m_id with (step s1: Event == "Start";
      step s2: Event != "Start" and Event != "Stop" and Ts - s1.Ts <= 5m; step s3: Event == "Stop" and Ts - s1.Ts <= 5m;)`,
    columns: 'Ts:timespan, Event:string, m_id:long',
    rows: [
      ['00:01:00', 'Start', 0],
      ['00:02:00', 'B', 0],
      ['00:03:00', 'D', 0],
      ['00:04:00', 'Stop', 0],
      ['00:08:00', 'Start', 1],
      ['00:11:00', 'E', 1],
      ['00:12:00', 'Stop', 1],
    ],
  },
  {
    feature: 'scan in each partition (documents: scan)',
    query: `datatable (T: datetime, user: int, Kind: string) [datetime(2024-05-28 08:15:23), 1, "login", datetime(2024-05-28 08:30:15), 2, "login", datetime(2024-05-28 12:30:45), 1, "logout", datetime(2024-05-28 11:45:32), 2, "logout"]
      | partition hint.strategy=native by user (sort by T asc | scan declare (length: timespan) with (
        step s1 output=none: Kind == "login"; step s2: Kind == "logout" => length = T - s1.T;)) | project user, length | order by user asc`,
    rows: [
      [1, '04:15:22'],
      [2, '03:15:17'],
    ],
  },
  {
    feature: 'make-series in range(), which ends with its end (documents: make-series)',
    query:
      'Storms | make-series n = count() default=0 on StartTime in range(datetime(2007-01-01), datetime(2007-01-03), 1d)',
    rows: [
      [
        [2, 2, 0],
        ['2007-01-01T00:00:00.0000000Z', '2007-01-02T00:00:00.0000000Z', '2007-01-03T00:00:00.0000000Z'],
      ],
    ],
  },
]
