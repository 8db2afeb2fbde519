import { file, lines, pick, type LabelledFile } from './labelled-file'

const species = ['setosa', 'virginica', 'versicolor']

/** What pandas, R, NumPy, MATLAB, Julia, SAS and the like write. */
export const dataScienceFiles: readonly LabelledFile[] = [
  file('frame.csv', 'csv', 'long string real', [',city,temp', '0,Oslo,4.5', '1,Rome,18.25', '2,Lima,19']),
  file('unnamed.csv', 'csv', 'long real real', [',0,1', '0,0.25,0.5', '1,0.125,0.75', '2,0.5,0.0625']),
  file('numbered.csv', 'csv', 'real real real', [
    '0,1,2',
    '0.25,0.5,0.75',
    '0.125,0.75,1.5',
    '0.5,0.0625,2.25',
  ]),
  file('iris.csv', 'csv', 'real real real real string', [
    'sepal_length,sepal_width,petal_length,petal_width,species',
    ...lines(
      30,
      (index) =>
        `${5 + (index % 7) / 10},3.${index % 9},1.${index % 6},0.${index % 4},${pick(species, index)}`,
    ),
  ]),
  file(
    'iris-bare.data',
    'csv',
    'real real real real string',
    lines(
      30,
      (index) =>
        `${4 + (index % 7) / 10},3.${index % 9},1.${index % 6},0.${index % 4},Iris-${pick(species, index)}`,
    ),
    { header: false },
  ),
  file(
    'adult.data',
    'csv',
    'long string long string long',
    [
      '39, State-gov, 77516, Bachelors, 13',
      '50, Self-emp, 83311, Bachelors, 13',
      '38, Private, 215646, HS-grad, 9',
      '53, Private, 234721, 11th, 7',
    ],
    { header: false },
  ),
  file('titanic.csv', 'csv', 'long long string string real string', [
    'PassengerId,Survived,Name,Sex,Age,Cabin',
    '1,0,"Braund, Mr. Owen",male,22,',
    '2,1,"Cumings, Mrs. John",female,38,C85',
    '3,1,"Heikkinen, Miss Laina",female,26.5,',
    '4,0,"Allen, Mr. William",male,,',
  ]),
  file('missing.csv', 'csv', 'real long string', [
    'reading,sensor,site',
    '1.5,3,north',
    'NaN,4,south',
    '2.75,,east',
    'NaN,6,west',
  ]),
  file('r-table.csv', 'csv', 'long string real', [
    '"","name","score"',
    '"1","ann",3.5',
    '"2","bob",NA',
    '"3","cy",4',
  ]),
  file('mtcars.csv', 'csv', 'string real long real', [
    '"model","mpg","cyl","disp"',
    '"Mazda RX4",21,6,160',
    '"Datsun 710",22.8,4,108',
    '"Valiant",18.1,6,225.5',
  ]),
  file('r-csv2.csv', 'scsv', 'long string', ['"";"x"', '"1";1,5', '"2";2,25', '"3";0,125']),
  file(
    'floats.csv',
    'csv',
    'real real',
    lines(20, (index) => (index === 0 ? 'x,sin' : `${index / 10},${Math.sin(index / 10)}`)),
  ),
  file('timestamps.csv', 'csv', 'datetime real bool', [
    'timestamp,value,valid',
    '2024-01-01 00:00:00+00:00,1.25,True',
    '2024-01-01 01:00:00+00:00,1.5,False',
  ]),
  file('deltas.csv', 'csv', 'long timespan', [
    'job,elapsed',
    '1,00:01:30',
    '2,01:15:00.250000',
    '3,12:00:01',
  ]),
  file('lists.csv', 'csv', 'long dynamic dynamic', [
    'id,tags,meta',
    '1,"[""a"",""b""]","{""n"": 1}"',
    '2,[],{}',
  ]),
  file('python-dicts.csv', 'csv', 'long string', ['id,meta', '1,"{\'a\': 1}"', '2,"{\'b\': None}"']),
  file(
    'numpy.txt',
    'csv',
    'real real',
    lines(12, (index) =>
      `${(index / 3).toExponential(18)} ${(index * 2).toExponential(18)} ${index}.0`.replace(/ \S+$/, ''),
    ),
    { header: false, delimiter: ' ' },
  ),
  file(
    'matrix.dat',
    'csv',
    'real real real real',
    lines(15, (index) => `${index}.5 ${index * 2}.25 ${index * 3}.125 ${100 - index}.5`),
    { header: false, delimiter: ' ' },
  ),
  file(
    'comments.csv',
    'csv',
    'datetime real real',
    [
      '# station 17',
      '# units: C, hPa',
      'time,temp,pressure',
      '2024-05-01T00:00:00Z,11.5,1013.2',
      '2024-05-01T01:00:00Z,11.25,1013.4',
    ],
    { skip: 2 },
  ),
  file(
    'header in comment.csv',
    'csv',
    'long real real',
    ['# made by tool 1.2', '# x,y,z', '1,2.5,3.5', '2,3.5,4.5', '3,4.5,5.5'],
    { skip: 1 },
  ),
  file('hash header.tsv', 'tsv', 'string long string', [
    '#chrom\tpos\tref',
    'chr1\t100\tA',
    'chr2\t220\tT',
    'chrX\t31\tG',
  ]),
  file(
    'sample.vcf.tsv',
    'tsv',
    'string long string string real',
    [
      '##fileformat=VCFv4.2',
      '##source=caller',
      '#CHROM\tPOS\tID\tREF\tQUAL',
      '20\t14370\trs605\tG\t29',
      'X\t17330\t.\tT\t3.5',
    ],
    { skip: 2 },
  ),
  file('genes.tsv', 'tsv', 'string string long long', [
    'gene_id\tsymbol\tstart\tend',
    'ENSG01\tTP53\t7661779\t7687550',
    'ENSG02\tEGFR\t55019017\t55211628',
  ]),
  file('predictions.csv', 'csv', 'guid string real', [
    'id,label,probability',
    '7d0a3c1e-1f0b-4a54-9d0c-0b7f5be20c11,cat,0.91',
    '0c8f8a52-4d1b-4c7b-8f55-8d3a9c2b1e77,dog,0.5',
  ]),
  file('words.tsv', 'tsv', 'string long real', [
    'word\tcount\tshare',
    'the\t2210\t0.061',
    'of\t1180\t0.032',
    'and\t990\t0.027',
  ]),
  file('survey.csv', 'csv', 'long string string long', [
    'respondent_id,q1,q2,score',
    '1,Agree,Neutral,4',
    '2,Disagree,Agree,2',
    '3,Agree,Agree,5',
    '4,Neutral,Agree,3',
  ]),
  file(
    'caret.csv',
    'csv',
    'long string real',
    ['id^name^value', '1^alpha, one^2.5', '2^beta; two^3.5', '3^gamma^4.5'],
    { delimiter: '^' },
  ),
  file(
    'tilde.txt',
    'csv',
    'string string long',
    ['code~desc~qty', 'A1~Bolt~10', 'A2~Nut, steel~20', 'A3~Gear~5'],
    { delimiter: '~' },
  ),
  file('unit separator.dat', 'csv', 'long string', ['1\u001fred, dark', '2\u001fgreen', '3\u001fblue'], {
    delimiter: '\u001f',
    header: false,
  }),
  file('hive.dat', 'sohsv', 'long string real', ['1\u0001red\u00012.5', '2\u0001green\u00013.5'], {
    header: false,
  }),
  file(
    'movies.dat',
    'csv',
    'long long long long',
    lines(8, (index) => `${index + 1}:${1193 + index}:${(index % 5) + 1}:${978_300_760 + index * 77}`),
    { header: false, delimiter: ':' },
  ),
  file('ids.csv', 'csv', 'long string string', [
    'tweet_id,card,barcode',
    '1234567890123456789,4111111111111111000000,0012345678905',
    '1234567890123456790,4111111111111111000001,0012345678912',
  ]),
  file('decimals.csv', 'csv', 'string decimal', [
    'account,amount',
    'x,12345678901234567.25',
    'y,0.5',
    'z,99',
  ]),
]
