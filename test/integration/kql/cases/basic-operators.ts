import type { QueryCase } from '../query-case'

/** count, take, top, sort, where, project and extend. */
export const basicOperatorCases: readonly QueryCase[] = [
  { feature: 'count', query: 'Storms | count', columns: 'Count:long', rows: [[5]] },
  { feature: 'take', query: 'Storms | take 2 | count', rows: [[2]] },
  { feature: 'limit', query: 'Storms | limit 3 | count', rows: [[3]] },
  { feature: 'take', query: 'Storms | take 0', rows: [] },
  { feature: 'take', query: 'let n = 2; Storms | take n | count', rows: [[2]] },
  {
    feature: 'top',
    query: 'Storms | top 2 by Area | project Area',
    columns: 'Area:real',
    rows: [[2.5], [1.5]],
  },
  {
    feature: 'top',
    query: 'Storms | top 2 by Area asc nulls last | project Area',
    rows: [[0.5], [1.5]],
  },
  { feature: 'top', query: 'Storms | top 1 by EndTime - StartTime | project State', rows: [['OHIO']] },
  {
    feature: 'sort by',
    query: 'Storms | sort by Area | project Area',
    rows: [[2.5], [1.5], [0.5], [null], [null]],
  },
  {
    feature: 'sort by … asc',
    query: 'Storms | order by Area asc | project Area',
    rows: [[null], [null], [0.5], [1.5], [2.5]],
  },
  {
    feature: 'sort by … nulls first/last',
    query: 'Storms | sort by Area asc nulls last | project Area',
    rows: [[0.5], [1.5], [2.5], [null], [null]],
  },
  {
    feature: 'sort by several columns',
    query: 'Storms | sort by State asc, Damage desc | project State, Damage',
    rows: [
      ['', null],
      ['KANSAS', 2500],
      ['OHIO', 2500],
      ['TEXAS', 100],
      ['TEXAS', 0],
    ],
  },
  {
    feature: 'sort by',
    query: 'Storms | sort by Damage, State asc | extend Damage = 1 | take 2 | project State, Damage',
    rows: [
      ['KANSAS', 1],
      ['OHIO', 1],
    ],
  },
  {
    feature: 'where',
    query: 'Storms | where State == "TEXAS" and Damage > 50 | project Kind',
    rows: [['Tornado']],
  },
  { feature: 'filter', query: 'Storms | filter State == "OHIO" | count', rows: [[1]] },
  { feature: 'where', query: 'Storms | where State == "texas" | count', rows: [[0]] },
  { feature: 'where', query: 'Storms | where Damage > 100 or isnull(Damage) | count', rows: [[3]] },
  { feature: 'where', query: 'Storms | where not(State == "TEXAS") | count', rows: [[3]] },
  { feature: 'where', query: 'Storms | where StartTime > datetime(2007-01-02) | count', rows: [[2]] },
  { feature: 'where', query: 'Storms | where Area == 2.5 and true | project State', rows: [['TEXAS']] },
  {
    feature: 'project',
    query: 'Storms | where State == "OHIO" | project State, Doubled = Damage * 2, tolower(Kind), Damage + 1',
    columns: 'State:string, Doubled:long, Column1:string, Column2:long',
    rows: [['OHIO', 5000, 'flood', 2501]],
  },
  {
    feature: 'project',
    query: 'States | where Population == 1 | project A = State, B = State, State',
    columns: 'A:string, B:string, State:string',
    rows: [['MAINE', 'MAINE', 'MAINE']],
  },
  {
    feature: 'names that differ in case',
    query: 'print a = 1, A = 2 | extend aA = a + A | project A, a, aA',
    columns: 'A:long, a:long, aA:long',
    rows: [[2, 1, 3]],
  },
  {
    feature: 'names that are keywords or need brackets',
    query: "print ['a b'] = 1, ['where'] = 2 | project ['where'], x = ['a b'] + 1",
    columns: 'where:long, x:long',
    rows: [[2, 2]],
  },
  {
    feature: 'project-away',
    query: 'States | project-away Pop*, Region | take 0',
    columns: 'State:string',
    rows: [],
  },
  {
    feature: 'project-keep',
    query: 'States | project-keep *o*, State | take 0',
    columns: 'State:string, Population:long, Region:string',
    rows: [],
  },
  {
    feature: 'project-rename',
    query: 'States | project-rename S = State | where S == "MAINE"',
    columns: 'S:string, Population:long, Region:string',
    rows: [['MAINE', 1, 'Northeast']],
  },
  {
    feature: 'project-reorder',
    query: 'States | project-reorder Region, State | where State == "MAINE"',
    columns: 'Region:string, State:string, Population:long',
    rows: [['Northeast', 'MAINE', 1]],
  },
  {
    feature: 'extend',
    query:
      'States | where State == "MAINE" | extend Population = Population * 10, Old = Population, strlen(Region)',
    columns: 'State:string, Population:long, Region:string, Old:long, strlen_Region:long',
    rows: [['MAINE', 10, 'Northeast', 1, 9]],
  },
  {
    feature: 'distinct',
    query: 'Storms | distinct State',
    anyOrder: true,
    rows: [['TEXAS'], ['OHIO'], ['KANSAS'], ['']],
  },
  { feature: 'distinct *', query: 'States | project State | distinct * | count', rows: [[3]] },
  { feature: 'sample', query: 'Storms | sample 2 | count', rows: [[2]] },
  { feature: 'as', query: 'Storms | as X | count', rows: [[5]] },
  { feature: 'render', query: 'Storms | count | render timechart', rows: [[5]] },
]
