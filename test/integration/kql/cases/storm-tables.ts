/** Tables that the cases read: a few storms, with nulls and empty strings among them. */
export const stormTables: Readonly<Record<string, string>> = {
  Storms: `datatable (StartTime: datetime, EndTime: datetime, State: string, Kind: string, Damage: long, Injured: int, Area: real, Details: dynamic)
    [
      datetime(2007-01-01 10:00), datetime(2007-01-01 12:30), "TEXAS", "Tornado", 100, 1, 1.5, dynamic({"Source": "Law Enforcement", "Tags": ["a", "b"]}),
      datetime(2007-01-01 11:15), datetime(2007-01-01 11:45), "TEXAS", "Hail", 0, int(null), 2.5, dynamic({"Source": "Public"}),
      datetime(2007-01-02 09:00), datetime(2007-01-03 09:00), "OHIO", "Flood", 2500, 0, real(null), dynamic(null),
      datetime(2007-01-02 23:59:59.9999999), datetime(2007-01-03 00:00), "KANSAS", "Tornado", 2500, 3, 0.5, dynamic({"Source": "Law Enforcement", "Tags": []}),
      datetime(null), datetime(null), "", "Thunderstorm Wind", long(null), int(null), real(null), dynamic({"Tags": ["c"]})
    ]`,
  States: `datatable (State: string, Population: long, Region: string)
    [
      "TEXAS", 29, "South",
      "OHIO", 11, "Midwest",
      "OHIO", 12, "Great Lakes",
      "MAINE", 1, "Northeast"
    ]`,
}
