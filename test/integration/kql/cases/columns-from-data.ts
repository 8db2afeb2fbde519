import type { QueryCase } from '../query-case'

const people =
  'datatable (d: dynamic) [dynamic({"Name": "John", "Age": 20, "Id": 1}), dynamic({"Name": "Dave", "Age": 40, "Height": 1.8, "Id": "x"})]'
const named =
  'datatable (Name: string, d: dynamic) ["Old", dynamic({"Name": "John", "Age": 20}), "Old", dynamic({"Age": 40})]'

/** Plugins whose columns depend on the data. The values come from the documents' examples, or were worked out by hand. */
export const columnsFromDataCases: readonly QueryCase[] = [
  {
    feature:
      'evaluate bag_unpack: a column for each key, of the type that all its values have (documents: bag_unpack)',
    query: `${people} | extend n = 1 | evaluate bag_unpack(d)`,
    columns: 'n:long, Age:long, Height:real, Id:dynamic, Name:string',
    rows: [
      [1, 20, null, 1, 'John'],
      [1, 40, 1.8, 'x', 'Dave'],
    ],
  },
  {
    feature: 'operators after evaluate bag_unpack know its columns',
    query: `${people} | evaluate bag_unpack(d, 'p_') | where p_Age > 20 | summarize n = sum(p_Age) by p_Name | extend m = n + 1 | as hint.materialized=true R | union R`,
    columns: 'p_Name:string, n:long, m:long',
    rows: [
      ['Dave', 40, 41],
      ['Dave', 40, 41],
    ],
  },
  {
    feature: 'evaluate bag_unpack with columnsConflict (documents: bag_unpack)',
    query: `${named} | evaluate bag_unpack(d, columnsConflict='replace_source') | union (${named} | evaluate bag_unpack(d, columnsConflict='keep_source')) | order by Age asc, Name asc`,
    columns: 'Age:long, Name:string',
    rows: [
      [20, 'John'],
      [20, 'Old'],
      [40, ''],
      [40, 'Old'],
    ],
  },
  {
    feature:
      'evaluate bag_unpack with ignoredProperties (documents: bag_unpack), of no rows, and of bags inside bags',
    query: `${people} | evaluate bag_unpack(d, ignoredProperties=dynamic(['Age', 'Id', 'Height'])) | take 1 | extend b = toscalar(print d = dynamic({"a": {"b": [7]}}) | evaluate bag_unpack(d) | evaluate bag_unpack(a) | project b)
      | union (${people} | where d.Age > 50 | evaluate bag_unpack(d))`,
    columns: 'Name:string, b:dynamic',
    rows: [['John', [7]]],
  },
  {
    feature: 'evaluate pivot: a column for each value (documents: pivot)',
    query:
      'Storms | where isnotempty(State) | project State, Kind | evaluate pivot(State) | order by Kind asc',
    columns: 'Kind:string, KANSAS:long, OHIO:long, TEXAS:long',
    rows: [
      ['Flood', 0, 1, 0],
      ['Hail', 0, 0, 1],
      ['Tornado', 1, 0, 1],
    ],
  },
  {
    feature: 'evaluate pivot with an aggregate and a group (documents: pivot)',
    query:
      'let k = "OHIO"; Storms | where isnotempty(State) | evaluate pivot(State, sum(Damage), Kind) | where OHIO > 0 or TEXAS > 0 | project Kind, TEXAS | order by Kind asc',
    columns: 'Kind:string, TEXAS:long',
    rows: [
      ['Flood', 0],
      ['Tornado', 100],
    ],
  },
]
