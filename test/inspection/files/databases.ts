import { file, lines, type LabelledFile } from './labelled-file'

/** What databases and their tools export. */
export const databaseFiles: readonly LabelledFile[] = [
  file('psql.txt', 'psv', 'long string string', [
    ' id | name  |   note',
    ' 1  | ann   | first',
    ' 2  | bob   | second',
    ' 3  | cy    | third',
  ]),
  file(
    'copy.tsv',
    'tsve',
    'long string string',
    ['1\tann\tfirst\\nsecond', '2\tbob\t\\N', '3\tcy\ttab\\there'],
    { header: false },
  ),
  file('mysql.tsv', 'tsv', 'long string datetime real', [
    'id\tname\tcreated_at\tbalance',
    '1\tann\t2024-01-05 10:11:12\t12.50',
    '2\tbob\tNULL\t0.00',
    '3\tcy\t2024-02-01 00:00:00\tNULL',
  ]),
  file(
    'mysql-outfile.csv',
    'csv',
    'long string datetime',
    [
      '1,"O\\"Hara","2024-01-01 00:00:00"',
      '2,"Smith","2024-01-02 00:00:00"',
      '3,"Van \\"Dyke\\"","2024-01-03 00:00:00"',
    ],
    { header: false, backslash: true },
  ),
  file('bq-results.csv', 'csv', 'string long datetime dynamic', [
    'event_name,user_pseudo_id,event_ts,params',
    'view,17,2024-03-01 10:00:00 UTC,"{""page"":""/""}"',
    'click,18,2024-03-01 10:00:05 UTC,"{""page"":""/a""}"',
  ]),
  file('ssms.csv', 'csv', 'long string datetime bool', [
    'OrderId,Customer,OrderDate,Paid',
    '1,Contoso,2024-01-05 10:11:12.1230000,True',
    '2,Fabrikam,2024-01-06 08:00:00.0000000,False',
    '3,NULL,2024-01-07 09:30:00.5000000,True',
  ]),
  file(
    'ssms-noheader.csv',
    'csv',
    'long string datetime long',
    [
      '1,Contoso,2024-01-05 10:11:12.123,5',
      '2,Fabrikam,2024-01-06 08:00:00.000,7',
      '3,NULL,2024-01-07 09:30:00.500,1',
    ],
    { header: false },
  ),
  file('oracle.csv', 'csv', 'long string string real', [
    '"EMPNO","ENAME","HIREDATE","SAL"',
    '7369,"SMITH","17-DEC-80",800',
    '7499,"ALLEN","20-FEB-81",1600.5',
    '7521,"WARD","22-FEB-81",1250',
  ]),
  file('sqlite-list.txt', 'psv', 'long string real', [
    'id|title|rating',
    '1|Heat|8.3',
    '2|Alien|8.5',
    '3|Ran|8.2',
  ]),
  file('sqlite-bare.psv', 'psv', 'long string real', ['1|Heat|8.3', '2|Alien|8.5', '3|Ran|8.2'], {
    header: false,
  }),
  file('kusto-export.csv', 'csv', 'datetime datetime string long long string dynamic', [
    'StartTime,EndTime,State,Deaths,Damage,Source,Details',
    '2018-01-26T00:00:00.0000000Z,2018-01-27T14:00:00.0000000Z,TEXAS,0,0,Trained Spotter,"{}"',
    '2018-02-26T00:00:00.0000000Z,2018-02-27T14:00:00.0000000Z,IOWA,1,2000,Unknown,"{""a"":1}"',
  ]),
  file(
    'kusto-row.csv',
    'csv',
    'datetime datetime string long long string dynamic',
    '2018-01-26 00:00:00.0000000,2018-01-27 14:00:00.0000000,MEXICO,0,0,Unknown,"{}"\n',
    { header: false },
  ),
  file('timespans.csv', 'csv', 'string timespan timespan', [
    'Operation,Duration,Total',
    'seal,00:05:00,1.00:00:00',
    'merge,00:00:12.3450000,10.12:00:00',
  ]),
  file('salesforce.csv', 'csv', 'string string datetime bool real', [
    '"ID","NAME","CREATEDDATE","ISDELETED","AMOUNT"',
    '"006A000000KxYzAAB","Big deal","2024-01-05T10:11:12.000Z","false","1200.0"',
    '"006A000000KxYzBAB","Small deal","2024-01-06T10:11:12.000Z","false",""',
  ]),
  file('sap.txt', 'psv', 'string string string string', [
    'Werk|Material|Menge|Datum',
    '0100|000000000000012345|5,000|05.01.2024',
    '0100|000000000000012346|12,500|17.01.2024',
  ]),
  file(
    'sap-quoted.csv',
    'scsv',
    'string string long',
    ['"BUKRS";"BELNR";"GJAHR"', '"1000";"0100000001";"2024"', '"1000";"0100000002";"2024"'].map((line) =>
      line.replace('"1000"', '"AT10"'),
    ),
  ),
  file('snowflake.csv', 'csv', 'long string dynamic datetime', [
    'ID,NAME,PAYLOAD,LOADED_AT',
    '1,ann,"{\n  ""a"": 1\n}",2024-01-05 10:11:12.123 +0000',
    '2,bob,"[\n  1,\n  2\n]",2024-01-05 10:11:13.000 +0000',
  ]),
  file(
    'hana-null.csv',
    'csv',
    'long string long',
    ['k,v,n', '1,a,?', '2,b,?', '3,c,4'].map((line) => line.replace('?', '')),
  ),
  file(
    'redshift-unload.psv',
    'psv',
    'long string datetime string',
    lines(10, (index) => `${index + 1}|user${index}|2024-01-${10 + index} 00:00:00|free text, with commas`),
    { header: false },
  ),
  file('dynamo.csv', 'csv', 'guid string long dynamic', [
    '"pk","sk","version","attrs"',
    '"0b8d7f4e-58a1-4c5e-9b1e-0a6b64d6a001","a#1","3","{""S"":""x""}"',
    '"0b8d7f4e-58a1-4c5e-9b1e-0a6b64d6a002","b#2","1","{""S"":""y""}"',
  ]),
  file(
    'cassandra.csv',
    'csv',
    'guid datetime real string',
    lines(
      6,
      (index) =>
        `6ab09bec-e68e-48d9-a5f8-97e6fb4c9b4${index},2024-01-0${index + 1} 11:21:59.001+0000,${index}.25,cell`,
    ),
    { header: false },
  ),
  file('access.txt', 'scsv', 'long string string', [
    '"ID";"Firma";"Seit"',
    '1;"Nord AG";01.04.2019',
    '2;"Süd KG";15.07.2020',
    '3;"West OHG";31.12.2021',
  ]),
  file('filemaker.tab', 'tsv', 'string string long', ['Ann\tOslo\t31', 'Bob\tRome\t44', 'Cy\tLima\t29'], {
    header: false,
  }),
  file('known-columns.csv', 'csv', 'string string', ['name,city', 'Ann,Oslo', 'Bob,Rome'], {
    columns: ['Name', 'City'],
  }),
  file('other-order.csv', 'csv', 'string string', ['ort,wer', 'Oslo,Ann', 'Rome,Bob'], {
    columns: ['wer', 'ort'],
  }),
  file('only-header.csv', 'csv', 'string string string', 'state,start,end\n', {
    columns: ['State', 'Start', 'End'],
  }),
  file('semicolons in one column.csv', 'csv', 'string', ['a;b', 'c;d', 'e;f'], {
    columns: ['Line'],
    header: false,
  }),
  file('named tsv.tsv', 'tsv', 'string string', ['red, dark\tapple, sour', 'green, light\tpear, sweet'], {
    header: false,
  }),
  file('named psv.csv', 'psv', 'long string', ['id|tags', '1|a,b', '2|a,b,c', '3|d']),
]
