import { file, type LabelledFile } from './labelled-file'

/** What databases, R, pandas and spreadsheets write. */
export const toolFiles: readonly LabelledFile[] = [
  file('write.table.txt', 'tsv', 'string real long', [
    '"name"\t"score"\t"n"',
    '"a b"\t1.5\t3',
    '"c d"\tNA\t4',
    '"e f"\t2.25\tNA',
  ]),
  file(
    'row names.csv',
    'csv',
    'string real long string',
    ['"","mpg","cyl","name"', '"1",21,6,"Mazda RX4"', '"2",22.8,4,"Datsun 710"', '"3",18.7,8,"Hornet"'].map(
      (line) => line.replace(/^"(\d)"/, '"r$1"'),
    ),
  ),
  file('multi index.csv', 'csv', 'string long real real', [
    'city,year,mean,std',
    'Oslo,2020,4.5,1.25',
    'Oslo,2021,5.25,1.5',
    'Rome,2020,15.5,NaN',
  ]),
  file('pandas bool.csv', 'csv', 'long bool string real', [
    ',is_new,tags,weight',
    "0,True,\"['a', 'b']\",1.5",
    '1,False,[],',
    '2,True,"[\'c\']",3.0',
  ]),
  file('describe.csv', 'csv', 'string real real', [
    ',height,weight',
    'count,150.0,150.0',
    'mean,5.8433,3.0573',
    'std,0.8281,0.4359',
    '25%,5.1,2.8',
  ]),
  file(
    'pg_dump.tsv',
    'tsv',
    'long string datetime bool',
    [
      'id\tnote\tcreated\tok',
      '1\tone\t2024-01-01 10:00:00+00\tt',
      '2\t\\N\t2024-01-02 10:00:00+00\tf',
      '3\tthree\t2024-01-03 10:00:00+00\tt',
    ].map((line) => line.replace(/\tt$/, '\ttrue').replace(/\tf$/, '\tfalse')),
  ),
  file('copy out.csv', 'csv', 'guid string timespan string', [
    'id,name,took,code',
    'f47ac10b-58cc-4372-a567-0e02b2c3d479,alpha,00:00:01.5,007',
    '9b2f7c1e-3c1b-4f7e-8f5d-1a2b3c4d5e6f,beta,1.02:03:04,042',
    '0d9c7c60-7c7b-4a8a-9d32-5f3c8f0d1e2a,"gamma, delta",00:10:00,100',
  ]),
  file(
    'insert.sql',
    'txt',
    'string',
    [
      "INSERT INTO towns (id, name, n) VALUES (1, 'Oslo', 5);",
      "INSERT INTO towns (id, name, n) VALUES (2, 'Rome', 7);",
      "INSERT INTO towns (id, name, n) VALUES (3, 'Bern', 9);",
      "INSERT INTO towns (id, name, n) VALUES (4, 'Lund', 2);",
    ],
    { header: false },
  ),
  file(
    'hl7ish.txt',
    'psv',
    'string long datetime string',
    [
      'OBR|1|2024-03-01T10:00:00|glucose',
      'OBX|2|2024-03-01T10:01:00|sodium',
      'OBX|3|2024-03-01T10:02:00|potassium',
      'OBX|4|2024-03-01T10:03:00|chloride',
    ],
    { header: false },
  ),
  file('quoted header.csv', 'csv', 'string string long', [
    '"Name, full","Address\n(street, town)","Age, years"',
    '"Ng, An","1 Way\nOslo",31',
    '"Li, Bo","2 Way\nRome",29',
    '"Ek, Cy","3 Way\nLund",47',
  ]),
  file('accounting.csv', 'csv', 'datetime string string string', [
    'Date,Account,Debit,Credit',
    '2024-01-31,4000 Sales,,"1,234.50"',
    '2024-01-31,1200 Bank,"1,234.50",',
    '2024-02-01,5000 Rent,"2,000.00",',
  ]),
  file('euro prices.csv', 'scsv', 'string string string', [
    'Produkt;Preis;Rabatt',
    'Stuhl;49,90 €;5 %',
    'Tisch;1.299,00 €;12 %',
    'Lampe;19,00 €;0 %',
  ]),
  file('swiss.csv', 'scsv', 'string string datetime', [
    'Konto;Saldo;Valuta',
    "CH93 0076 2011 6238 5295 7;1'250.50;2024-01-31",
    "CH56 0483 5012 3456 7800 9;12'000.00;2024-02-01",
    'CH44 3199 9123 0008 8901 2;99.95;2024-02-02',
  ]),
  file('india.csv', 'csv', 'string string long', [
    'State,Sanctioned,Villages',
    'Kerala,"1,23,456",1018',
    'Punjab,"12,34,567",12581',
    'Goa,"45,678",334',
  ]),
  file('scores two headers.csv', 'csv', 'string real real', [
    'Player,Home,Away',
    'Ann,1.5,2.5',
    'Bob,3.25,4.5',
    'Cy,0.5,',
  ]),
  file('long text.csv', 'csv', 'long string bool', [
    'id,review,recommended',
    '1,"Great, really ""great"" product; would buy again.\nFive stars.",TRUE',
    '2,"Meh; it broke, twice",FALSE',
    '3,"OK",TRUE',
  ]),
  file('emoji 2.csv', 'csv', 'string string long', [
    'user,text,likes',
    'ann,"hi 👋, all",5',
    'bob,😀😀,12',
    'cy,ok,0',
  ]),
  file('sparse.csv', 'csv', 'long string real string long', [
    'id,a,b,c,d',
    '1,,,,',
    '2,x,,,',
    '3,,1.5,,4',
    '4,,,z,',
  ]),
  file(
    'tilde 2.txt',
    'csv',
    'string string datetime real',
    [
      'CUST~NAME~SINCE~LIMIT',
      'C001~Smith, J~2020-01-01~1000.50',
      'C002~Doe; A~2021-05-17~250',
      'C003~Roe~2022-11-30~75.25',
    ],
    { delimiter: '~' },
  ),
  file(
    'caret.dat',
    'csv',
    'long string real',
    ['1^alpha, one^1.5', '2^beta^2.5', '3^gamma, three^3.5', '4^delta^4.5'],
    { delimiter: '^', header: false },
  ),
]
