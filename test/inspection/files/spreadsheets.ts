import { file, lines, pick, type LabelledFile } from './labelled-file'

const cities = ['Köln', 'Graz', 'Zürich', 'Bern', 'Kiel']
const crlf = (text: readonly string[]): string => `${text.join('\r\n')}\r\n`

/** What Excel, LibreOffice and Google Sheets save, in several countries. */
export const spreadsheetFiles: readonly LabelledFile[] = [
  file(
    'Umsatz 2023.csv',
    'scsv',
    'long string string string string',
    crlf([
      'Kundennr;Name;Ort;Datum;Umsatz',
      '1001;Huber GmbH;Wien;03.01.2023;1.250,00',
      '1002;"Maier; Söhne";Linz;17.01.2023;99,90',
      '1003;Café Central;Graz;29.02.2023;12,5',
    ]),
  ),
  file(
    'ventes.csv',
    'scsv',
    'string string string long',
    crlf([
      'Date;Magasin;Montant TTC;Quantité',
      '31/01/2024;Lyon;1 234,56;12',
      '01/02/2024;Nîmes;98,00;3',
      '14/02/2024;Orléans;7,25;1',
    ]),
  ),
  file('sep-line.csv', 'scsv', 'long string real', 'sep=;\r\nid;item;price\r\n1;nut;2.5\r\n2;bolt;3\r\n', {
    skip: 1,
  }),
  file('sep-comma.csv', 'csv', 'string long', 'sep=,\nname,points\nAnn,3\nBob,5\n', { skip: 1 }),
  file('quoted-sep.csv', 'tsv', 'string long', '"sep=\t"\nname\tpoints\nAnn\t3\nBob\t5\n', { skip: 1 }),
  file(
    'Mappe1.csv',
    'scsv',
    'string string string',
    lines(12, (index) =>
      index === 0 ? 'Artikel;Preis;Menge' : `Teil ${index};${index},${index}0;${index * 3},5`,
    ),
  ),
  file(
    'report with title.csv',
    'csv',
    'string long real',
    [
      'Quarterly report,,',
      ',,',
      'Region,Orders,Revenue',
      'North,12,1200.50',
      'South,7,310.00',
      'East,31,4410.25',
    ],
    { skip: 2 },
  ),
  file(
    'Bericht.csv',
    'scsv',
    'string long string',
    ['Auswertung Filialen', 'Stand: 05.05.2024', '', 'Filiale;Anzahl;Betrag', 'Kiel;4;12,50', 'Bonn;9;8,00'],
    { skip: 3 },
  ),
  file('us-dates.csv', 'csv', 'long datetime real', [
    'Order,Order Date,Total',
    '17,1/28/2024,19.99',
    '18,2/3/2024,5.00',
    '19,12/31/2023,250',
  ]),
  file('ambiguous dates.csv', 'csv', 'long string', [
    'id,due',
    '1,01/02/2024',
    '2,03/04/2024',
    '3,05/06/2024',
  ]),
  file('uk.csv', 'csv', 'string string string', [
    'Name,Date of Birth,Postcode',
    'Jones,25/12/1980,SW1A 1AA',
    'Patel,03/04/1975,M1 1AE',
    'Evans,30/11/1999,B33 8TH',
  ]),
  file(
    'flags.csv',
    'csv',
    'string bool bool',
    crlf(['Feature,Enabled,Beta', 'search,TRUE,FALSE', 'export,FALSE,FALSE', 'dark mode,TRUE,TRUE']),
  ),
  file('money.csv', 'csv', 'string string string long', [
    'Account,Balance,Change,Units',
    'Cash,"$1,250.00",5%,3',
    'Loans,"$99.90",-2%,1',
    'Bonds,"$12,000.50",0.5%,12',
  ]),
  file('grouped.csv', 'csv', 'string string', [
    'Country,Population',
    'Iceland,"372,520"',
    'Malta,"519,562"',
    'Fiji,"929,766"',
  ]),
  file('zip codes.csv', 'csv', 'string string string', [
    'Zip,City,Phone',
    '02139,Cambridge,+16175550100',
    '10001,New York,+12125550123',
    '00501,Holtsville,+16315550111',
  ]),
  file(
    'multiline.csv',
    'csv',
    'long string string',
    'id,title,notes\n1,First,"line one\nline two"\n2,Second,"said ""hi"", left"\n3,Third,plain\n',
  ),
  file(
    'all quoted.csv',
    'csv',
    'long string real',
    lines(9, (index) =>
      index === 0 ? '"Id","City","Degrees"' : `"${index}","${pick(cities, index)}","${index / 2}"`,
    ),
  ),
  file('trailing delimiter.csv', 'scsv', 'long string string', ['nr;ort;', '1;Kiel;', '2;Bonn;', '3;Gera;']),
  file(
    'Tabelle.txt',
    'tsv',
    'string string long',
    crlf(['Name\tOrt\tAlter', 'Anna\tUlm\t31', 'Ben\tJena\t27']),
  ),
  file('wide years.csv', 'csv', 'string real real real', [
    'Country,2019,2020,2021',
    'Chad,1.5,2.5,3.25',
    'Mali,4.5,4,4.75',
    'Niger,0.5,0.25,1',
  ]),
  file('wide dates.csv', 'csv', 'string string long long long', [
    'Province,Country,1/22/20,1/23/20,1/24/20',
    ',Chad,0,1,4',
    'Hubei,China,444,444,549',
    ',Mali,0,0,2',
  ]),
  file('lowercase words.csv', 'csv', 'string string', [
    'species,habitat',
    'otter,river',
    'badger,wood',
    'heron,river',
    'stoat,moor',
    'newt,pond',
  ]),
  file(
    'no header words.csv',
    'csv',
    'string string',
    ['otter,river', 'badger,wood', 'heron,river', 'otter,pond', 'newt,pond'],
    { header: false },
  ),
  file('Notenliste.csv', 'scsv', 'string string long', [
    'Nachname;Vorname;Note',
    'Öztürk;Ayşe;1',
    'Groß;Jürgen;3',
    "O'Neil;Sinéad;2",
  ]),
  file('one column.csv', 'csv', 'string', ['email', 'a@example.org', 'b@example.org', 'c@example.org']),
  file('numbers only.csv', 'csv', 'long long real', ['1,2,3.5', '4,5,6.5', '7,8,9.5'], { header: false }),
  file('empty cells.csv', 'csv', 'long string string datetime', [
    'id,first,second,when',
    '1,,x,2024-01-01',
    '2,,,',
    '3,,y,2024-01-03',
  ]),
  file('blank header name.csv', 'csv', 'string long long', [
    'team,,points',
    'Reds,1,30',
    'Blues,2,28',
    'Greens,3,11',
  ]),
  file('duplicate names.csv', 'csv', 'long real real', ['id,value,value', '1,2.5,3.5', '2,4.5,5.5']),
  file('inventory.csv', 'scsv', 'string long string bool', [
    'sku;qty;price;active',
    'A-100;5;3,99;true',
    'A-101;0;12,00;false',
    'B-7;44;0,50;true',
  ]),
  file('comma in header.csv', 'scsv', 'string long string', [
    'Last name, first name;Age;City',
    'Smith, John;44;Leeds',
    'Brown, Mary;39;York',
    'White, Al;51;Hull',
  ]),
  file('sentences.csv', 'csv', 'long string string', [
    'ticket,subject,body',
    '7,Login,"I can not log in, please help"',
    '8,Printer,"Paper jam; again, and again"',
    '9,Mail,No new mail since Monday',
  ]),
]
