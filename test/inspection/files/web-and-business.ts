import { file, lines, pick, type LabelledFile } from './labelled-file'

const pages = ['/', '/shop', '/shop/a,b', '/about']
const sources = ['google', '(direct)', 'newsletter']

/** Web analytics, shops, banks, public authorities and people's own lists. */
export const businessFiles: readonly LabelledFile[] = [
  file(
    'analytics.csv',
    'csv',
    'string string long string',
    [
      '# ----------------------------------------',
      '# All web site data',
      '# Pages',
      '# 20240301-20240331',
      '# ----------------------------------------',
      'Page,Source,Sessions,Bounce Rate',
      ...lines(8, (index) => `"${pick(pages, index)}",${pick(sources, index)},${index * 13},${index}.5%`),
    ],
    { skip: 5 },
  ),
  file(
    'ads.csv',
    'csv',
    'string string string string',
    [
      'Campaign report',
      '"March 1, 2024 - March 31, 2024"',
      'Campaign,Clicks,Cost,CTR',
      'Brand,"1,204",€310.50,4.5%',
      'Generic,"2,310",€512.00,2.25%',
      'Display,88,€12.10,0.1%',
    ],
    { skip: 2 },
  ),
  file('search console.csv', 'csv', 'string long long string real', [
    'Top queries,Clicks,Impressions,CTR,Position',
    'blue shoes,120,2400,5%,3.2',
    '"shoes, red",80,1900,4.21%,5.1',
  ]),
  file(
    'clickstream.tsv',
    'tsv',
    'long string string string',
    lines(
      8,
      (index) => `${1_709_287_200 + index}\tu${index}\t${pick(pages, index)}\t${pick(sources, index)}`,
    ),
    { header: false },
  ),
  file('orders.csv', 'csv', 'string string datetime real string long', [
    'Name,Email,Paid at,Total,Currency,Items',
    '#1001,ann@example.org,2024-03-01 10:00:00 +0100,29.90,EUR,2',
    '#1002,bob@example.org,2024-03-01 11:30:00 +0100,9.00,EUR,1',
  ]),
  file('payments.csv', 'csv', 'string string datetime real bool', [
    'id,Description,Created (UTC),Amount,Captured',
    'ch_1A,Order 1,2024-03-01 10:00,29.90,true',
    'ch_1B,"Order 2, gift",2024-03-01 11:30,9.00,true',
  ]),
  file(
    'umsaetze.csv',
    'scsv',
    'string string string string string',
    [
      '"Konto:";"Girokonto DE00"',
      '"Zeitraum:";"01.03.2024 - 31.03.2024"',
      '',
      '"Buchungstag";"Wertstellung";"Auftraggeber";"Verwendungszweck";"Betrag"',
      '"01.03.2024";"01.03.2024";"Stadtwerke";"Abschlag; März";"-85,00"',
      '"15.03.2024";"15.03.2024";"Arbeit AG";"Gehalt";"2.345,67"',
    ],
    { skip: 3 },
  ),
  file('bank nl.csv', 'csv', 'long string string string string', [
    '"Datum","Naam","Rekening","Bij/Af","Bedrag"',
    '"20240301","Albert","NL00BANK01","Af","12,50"',
    '"20240302","Werk","NL00BANK02","Bij","1900,00"',
  ]),
  file('statement.csv', 'csv', 'datetime string real real', [
    'Date,Details,Debit,Credit',
    '2024-03-01,Rent,850.00,',
    '2024-03-02,"Salary, March",,2100.00',
    '2024-03-03,Coffee,3.20,',
  ]),
  file('prices.csv', 'csv', 'datetime real real long string', [
    'Date,Open,Close,Volume,Symbol',
    '2024-03-01,180.5,181.25,1200300,ACME',
    '2024-03-04,181.25,179,990000,ACME',
  ]),
  file(
    'ticks.csv',
    'csv',
    'long real real bool',
    lines(
      10,
      (index) =>
        `${1_709_251_200_000 + index * 31},${62_000 + index}.25,0.00${index}1,${index % 2 === 0 ? 'true' : 'false'}`,
    ),
    { header: false },
  ),
  file(
    'forex.csv',
    'scsv',
    'string real real long',
    lines(6, (index) => `20240301 00000${index};1.08${index}1;1.08${index}3;0`),
    { header: false },
  ),
  file('contacts.csv', 'csv', 'string string string string', [
    'First Name,Last Name,E-mail,Notes',
    'Ann,Lee,ann@example.org,',
    'Bob,Ray,bob@example.org,"met in Oslo, 2019"',
    'Cy,Moe,,',
  ]),
  file(
    'contacts bare.csv',
    'csv',
    'string string string',
    ['Ann,Lee,ann@example.org', 'Bob,Ray,bob@example.org', 'Cy,Moe,cy@example.org'],
    { header: false },
  ),
  file('shopping.txt', 'txt', 'string', ['milk', 'bread', 'eggs, six', 'butter'], { header: false }),
  file(
    'airports.dat',
    'csv',
    'long string string string real real long',
    [
      '1,"Goroka","Goroka","GKA",-6.0816,145.3919,5282',
      '2,"Madang","Madang","MAG",-5.2070,145.7890,20',
      '3,"Nadzab","Nadzab",\\N,-6.5698,146.7259,239',
    ],
    { header: false },
  ),
  file('taxi.csv', 'csv', 'long datetime datetime long real string real', [
    'VendorID,tpep_pickup_datetime,tpep_dropoff_datetime,passenger_count,trip_distance,store_and_fwd_flag,fare_amount',
    '1,2020-01-01 00:28:15,2020-01-01 00:33:03,1,1.20,N,6',
    '2,2020-01-01 00:35:39,2020-01-01 00:43:04,1,1.5,N,7.5',
  ]),
  file('vaccinations.csv', 'csv', 'string string datetime real long', [
    'location,iso_code,date,people_per_hundred,total',
    'Chad,TCD,2021-06-01,,0',
    'Chad,TCD,2021-06-02,0.05,9000',
    'Mali,MLI,2021-06-02,0.25,52000',
  ]),
  file('countries.csv', 'scsv', 'string string long', [
    'code;pays;population',
    'FR;France;67750000',
    'BE;Belgique;11690000',
    'CH;Suisse;8700000',
  ]),
  file('communes.csv', 'scsv', 'string string string real', [
    'code_commune_INSEE;nom;code_postal;latitude',
    '01001;Ambérieu;01400;46.15',
    '01002;Bény;01640;46.01',
  ]),
  file('elections.csv', 'scsv', 'string long string string', [
    'Gemeinde;Wahlberechtigte;Beteiligung;Sieger',
    'Adorf;1520;71,5;ABC',
    'Bedorf;870;68,25;XYZ',
    'Cedorf;2210;75,0;ABC',
  ]),
  file('budget.csv', 'csv', 'string string string', [
    'departamento,partida,importe',
    'Salud,Personal,"1.234,50"',
    'Obras,Material,"310,00"',
  ]),
  file('schools.csv', 'csv', 'long string string long', [
    'URN,EstablishmentName,Postcode,NumberOfPupils',
    '100000,"Saint Ann\'s, Primary",EC3A 5DE,271',
    '100001,City School,EC2V 8AA,710',
  ]),
  file('stop_times.txt', 'csv', 'long timespan timespan string long', [
    'trip_id,arrival_time,departure_time,stop_id,stop_sequence',
    '17,08:00:00,08:01:00,S1,1',
    '17,08:05:00,08:05:30,S2,2',
    '17,08:11:00,08:11:00,S3,3',
  ]),
  file('agency.txt', 'csv', 'string string string string', [
    'agency_id,agency_name,agency_url,agency_timezone',
    'WL,City Lines,https://example.org,Europe/Vienna',
    'RB,Regional,https://example.com,Europe/Vienna',
  ]),
  file('tickets.csv', 'csv', 'string string string datetime', [
    'Key,Summary,Status,Created',
    'AB-1,"Crash; on start",Open,2024-03-01T10:00:00.000+0100',
    'AB-2,Typo,Done,2024-03-02T10:00:00.000+0100',
  ]),
  file(
    'commits.psv',
    'psv',
    'string datetime string',
    [
      'hash|date|subject',
      'a1b2c3d|2024-03-01T10:00:00+01:00|Fix, then test',
      'b2c3d4e|2024-03-02T10:00:00+01:00|Add a | to docs',
    ].map((line) => line.replace('a | to', 'a bar to')),
  ),
  file('inventory ja.csv', 'csv', 'string string long datetime', [
    '商品コード,商品名,数量,入荷日',
    'A-01,鉛筆,120,2024-03-01',
    'A-02,消しゴム,80,2024-03-02',
  ]),
  file('russian.csv', 'scsv', 'long string string', [
    'номер;город;дата',
    '1;Москва;31.12.2023',
    '2;Казань;01.01.2024',
  ]),
  file('polish.csv', 'scsv', 'string string string', [
    'Imię;Miasto;Kwota',
    'Łukasz;Łódź;1 250,00',
    'Żaneta;Gdańsk;99,90',
  ]),
  file('http dates.csv', 'csv', 'string datetime', [
    'url,last_modified',
    '/a,"Sat, 08 Nov 2014 15:05:02 GMT"',
    '/b,"Sun, 09 Nov 2014 15:05:02 GMT"',
  ]),
  file('null words.csv', 'csv', 'long datetime long bool guid', [
    'id,at,n,b,g',
    '1,NULL,\\N,true,NULL',
    '2,2024-03-01,5,N/A,0c8f8a52-4d1b-4c7b-8f55-8d3a9c2b1e77',
    '3,-,n/a,false,-',
  ]),
  file('yes no.csv', 'csv', 'string string long', [
    'member,paid,reminders',
    'Ann,yes,0',
    'Bob,no,2',
    'Cy,yes,1',
  ]),
  file('recipes.csv', 'csv', 'string string string', [
    'dish,kind,origin',
    'Goulash,soup,Hungary',
    'Paella,rice,Spain',
    'Risotto,rice,Italy',
    'Ramen,soup,Japan',
    'Borscht,soup,Ukraine',
  ]),
  file('pairs.csv', 'csv', 'string string', ['Ann,Bob', 'Cy,Dee', 'Eve,Flo', 'Gus,Hal'], { header: false }),
  file('footer.csv', 'csv', 'string long real', [
    'Item,Count,Sum',
    ...lines(12, (index) => `thing ${index},${index},${index}.5`),
    'Total,66,72',
  ]),
]
