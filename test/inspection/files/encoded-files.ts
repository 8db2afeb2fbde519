import { avroFileOf } from '../../support/avro-file'
import { file, lines, type LabelledFile } from './labelled-file'

const avro = (codec: string): Buffer =>
  avroFileOf('{"type":"record","name":"r","fields":[]}', 0, Buffer.alloc(0), codec)

const latin = (text: string): Buffer => Buffer.from(text, 'latin1')
const wide = (text: string): Buffer => Buffer.from(text, 'utf16le')
const wideBig = (text: string): Buffer => wide(text).swap16()

/** Windows-1252 where it differs from ISO 8859-1: the Euro sign, a dash and curly quotes. */
const windows = (text: string): Buffer =>
  latin(text.replace(/[€–“”’…]/g, (sign) => windowsSigns[sign] ?? sign))
const windowsSigns: Readonly<Record<string, string>> = {
  '€': '\x80',
  '–': '\x96',
  '“': '\x93',
  '”': '\x94',
  '’': '\x92',
  '…': '\x85',
}

const german = 'Name;Straße;Ort\nMüller;Hauptstraße 1;Köln\nGröße;Bäckerweg 2;Nürnberg\n'
const euros = 'Artikel;Preis\nStühle – neu;25 €\nTisch „alt“;99 €\n'.replace('„', '“').replace('“;', '”;')
const cities = 'id,city\n1,Oslo\n2,Málaga\n3,Tromsø\n'

/** Text in other encodings than UTF-8, and formats that are no text. */
export const encodedFiles: readonly LabelledFile[] = [
  file('latin1.csv', 'scsv', 'string string string', latin(german), { encoding: 'iso-8859-1' }),
  file('latin1 french.csv', 'csv', 'long string', latin('numéro,prénom\n1,Rémi\n2,Zoé\n'), {
    encoding: 'iso-8859-1',
  }),
  file(
    'latin1 late.csv',
    'csv',
    'long string',
    latin(`id,name\n${lines(40, (index) => `${index},item`).join('\n')}\n41,Señor\n`),
    {
      encoding: 'iso-8859-1',
    },
  ),
  file('windows.csv', 'scsv', 'string string', windows(euros), { encoding: 'windows-1252' }),
  file(
    'windows quotes.txt',
    'tsv',
    'long string',
    windows('id\tquote\n1\tIt’s fine…\n2\t“Yes” – he said\n'),
    {
      encoding: 'windows-1252',
    },
  ),
  file('windows.jsonl', 'json', 'string', windows('{"price":"5 €"}\n{"price":"7 €"}\n'), {
    encoding: 'windows-1252',
    header: false,
  }),
  file('utf16le mark.csv', 'csv', 'long string', wide(`\ufeff${cities}`), { encoding: 'utf-16le' }),
  file('utf16le.csv', 'csv', 'long string', wide(cities), { encoding: 'utf-16le' }),
  file('utf16be mark.csv', 'csv', 'long string', wideBig(`\ufeff${cities}`), { encoding: 'utf-16be' }),
  file('utf16be.csv', 'csv', 'long string', wideBig(cities), { encoding: 'utf-16be' }),
  file('Unicode Text.txt', 'tsv', 'string long', wide('\ufeffName\tMenge\r\nÄpfel\t3\r\nBirnen\t5\r\n'), {
    encoding: 'utf-16le',
  }),
  file('utf16 cyrillic.csv', 'scsv', 'long string', wide('\ufeffномер;город\n1;Москва\n2;Казань\n'), {
    encoding: 'utf-16le',
  }),
  file('utf16.json', 'multijson', 'long', wide('\ufeff[{"a":1},{"a":2}]'), {
    encoding: 'utf-16le',
    header: false,
  }),
  file('mark.csv', 'csv', 'long string', Buffer.from(`\ufeff${cities}`)),
  file('utf8.csv', 'csv', 'long string', cities),
  file('emoji.csv', 'csv', 'string long', ['mood,count', '😀,3', '🎉,5', '👍🏽,8']),
  file('chinese.csv', 'csv', 'string string', [
    '姓名,城市',
    '王伟,北京',
    '李娜,上海',
    '张敏,广州',
    '王伟,上海',
  ]),
  file('greek.tsv', 'tsv', 'string real', ['Όνομα\tΤιμή', 'Άλφα\t1.5', 'Βήτα\t2.5']),
  file('old mac.csv', 'csv', 'long string', 'id,city\r1,Oslo\r2,Rome\r'),
  file('mixed ends.csv', 'csv', 'long string', 'id,city\r\n1,Oslo\n2,Rome\r\n3,Lima\n'),
  file('no last end.csv', 'csv', 'long string', 'id,city\n1,Oslo\n2,Rome'),
  file('blank lines.csv', 'csv', 'long string', '\n\nid,city\n\n1,Oslo\n\n2,Rome\n\n'),
  file('weather.avro', 'avro', null, avro('deflate'), { header: false }),
  file('snappy.avro', 'apacheavro', null, avro('snappy'), { header: false }),
  file('plain.apacheavro', 'apacheavro', null, avro('null'), { header: false }),
  file('renamed avro.csv', 'avro', null, avro('null'), { header: false }),
  file('table.parquet', 'parquet', null, Buffer.from('PAR1\u0000\u0001PAR1'), { header: false }),
  file('table.csv', 'parquet', null, Buffer.from('PAR1\u0000\u0001PAR1'), { header: false }),
  file('table.orc', 'orc', null, Buffer.from('ORC\u0000\u0001\u0002'), { header: false }),
]
