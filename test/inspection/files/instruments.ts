import { file, lines, pick, type LabelledFile } from './labelled-file'

const crlf = (text: readonly string[]): string => `${text.join('\r\n')}\r\n`

/** What instruments and services write. */
export const instrumentFiles: readonly LabelledFile[] = [
  file(
    'oscilloscope.csv',
    'csv',
    'real real',
    [
      'Model,DS1054Z',
      'Sample interval,1e-06',
      '',
      'Time(s),CH1(V)',
      '-0.0006,0.04',
      '-0.000599,0.08',
      '-0.000598,0.12',
      '-0.000597,0.16',
    ],
    { skip: 3 },
  ),
  file(
    'hobo.csv',
    'csv',
    'long datetime real real',
    [
      '"Plot Title: Creek 3"',
      '"#","Date Time, GMT-07:00","Temp, °C","Intensity, Lux"',
      '1,06/18/2023 09:00:00 AM,21.473,1033.3',
      '2,06/18/2023 09:15:00 AM,21.664,1205.6',
      '3,06/18/2023 09:30:00 AM,21.951,1377.8',
    ],
    { skip: 1 },
  ),
  file(
    'campbell.dat',
    'csv',
    'datetime long real real',
    [
      '"TOA5","CR1000","CR1000","1234","CR1000.Std.27","CPU:prog.CR1","5432","Hourly"',
      '"TIMESTAMP","RECORD","AirTC_Avg","RH"',
      '"2024-05-01 00:00:00",0,11.52,88.1',
      '"2024-05-01 01:00:00",1,11.02,90.4',
      '"2024-05-01 02:00:00",2,10.71,91.3',
      '"2024-05-01 03:00:00",3,10.4,92.5',
    ],
    { skip: 1 },
  ),
  file(
    'elogger.csv',
    'scsv',
    'string timespan string string',
    crlf([
      'Datum;Uhrzeit;T1 [°C];T2 [°C]',
      '01.03.2024;00:00:00;21,3;20,9',
      '01.03.2024;00:10:00;21,2;20,8',
      '13.03.2024;00:20:00;21,2;20,7',
    ]),
  ),
  file(
    'power.txt',
    'scsv',
    'string timespan real real',
    [
      'Date;Time;Global_active_power;Voltage',
      '16/12/2006;17:24:00;4.216;234.840',
      '16/12/2006;17:25:00;5.360;233.630',
      '16/12/2006;17:26:00;?;?',
    ].map((line) => line.replace('?;?', '5.374;233.290')),
  ),
  file('power with gaps.txt', 'scsv', 'string timespan string string', [
    'Date;Time;Global_active_power;Voltage',
    '28/4/2007;00:20:00;0.492;236.240',
    '28/4/2007;00:21:00;?;?',
    '28/4/2007;00:22:00;?;?',
  ]),
  file(
    'air quality.csv',
    'scsv',
    'string string string long string string',
    [
      'Date;Time;CO(GT);PT08.S1(CO);C6H6(GT);AH;;',
      '10/03/2004;18.00.00;2,6;1360;11,9;0,7578;;',
      '10/03/2004;19.00.00;2;1292;9,4;0,7255;;',
      '10/03/2004;20.00.00;2,2;1402;9,0;0,7502;;',
    ].map((line) => line.replace(/;;$/, '')),
  ),
  file(
    'thermostat.log',
    'tsv',
    'datetime string real',
    lines(
      12,
      (i) => `2024-01-0${1 + (i % 9)}T0${i % 10}:15:00Z\tzone-${i % 3}\t${(19.5 + i / 10).toFixed(1)}`,
    ),
    { header: false },
  ),
  file(
    'accel.csv',
    'csv',
    'long real real real',
    lines(40, (i) =>
      i === 0
        ? 'ts_ns,ax,ay,az'
        : `${1700000000000000000n + BigInt(i) * 10_000_000n},${i / 100},${-i / 50},9.8${i}`,
    ),
  ),
  file('seismic.csv', 'csv', 'long real', [
    'sample,counts',
    ...lines(10, (i) => `${i},${(i * 1e-7).toExponential(3)}`),
  ]),
  file(
    'gps track.txt',
    'csv',
    'string real real string',
    lines(8, (i) => `$GPGGA,${(48.1 + i / 1000).toFixed(4)},${(11.5 + i / 1000).toFixed(4)},*4${i}`),
    { header: false },
  ),
  file(
    'nginx.log',
    'txt',
    'string',
    lines(
      8,
      (i) =>
        `10.0.0.${i} - - [01/Mar/2024:10:00:0${i} +0000] "GET /a/${i} HTTP/1.1" 200 ${512 + i} "-" "curl/8.0"`,
    ),
    { header: false },
  ),
  file(
    'syslog.log',
    'txt',
    'string',
    lines(
      8,
      (i) =>
        `Mar  1 10:00:0${i} host sshd[${100 + i}]: Accepted publickey for root from 10.0.0.${i} port ${5000 + i}, ok`,
    ),
    { header: false },
  ),
  file(
    'app 2.log',
    'txt',
    'string',
    lines(
      8,
      (i) =>
        `[2024-03-01 10:00:0${i}] INFO  worker-${i % 2}: took ${i * 12} ms; queue=${i}, retries=${i % 3}`,
    ),
    { header: false },
  ),
  file(
    'logfmt.log',
    'txt',
    'string',
    lines(8, (i) => `time=2024-03-01T10:00:0${i}Z level=info msg="job done" id=${i} took=${i * 3}ms`),
    { header: false },
  ),
  file(
    'alb.log.csv',
    'csv',
    'datetime string string real long',
    lines(6, (i) => `2024-03-01T10:00:0${i}.12345Z,app/lb/50dc6c,192.168.131.39:281${i},0.00${i + 1},20${i}`),
    { header: false },
  ),
  file(
    'iis.txt',
    'w3clogfile',
    null,
    [
      '#Software: Microsoft Internet Information Services 10.0',
      '#Version: 1.0',
      '#Fields: date time s-ip cs-method cs-uri-stem sc-status',
      '2024-03-01 10:00:00 10.0.0.1 GET / 200',
      '2024-03-01 10:00:01 10.0.0.1 GET /a 404',
    ],
    { header: false },
  ),
  file(
    'zeek.tsv',
    'tsv',
    'real string string long string',
    [
      '#separator \\x09',
      '#set_separator\t,',
      '#path\tconn',
      'ts\tuid\tid.orig_h\tid.orig_p\tproto',
      '1709286000.123456\tCHhAvVGS1DHFjwGM9\t10.0.0.5\t51234\ttcp',
      '1709286001.000001\tCk0nSv3uHzRVKQh1x\t10.0.0.6\t51235\tudp',
      '1709286002.500000\tCq2aHj1VxRVKQ0000\t10.0.0.7\t51236\ttcp',
    ],
    { skip: 3 },
  ),
  file(
    'events ndjson.txt',
    'json',
    'long string',
    lines(6, (i) => `{"id":${i},"what":"${pick(['open', 'close', 'move'], i)}"}`),
    { header: false },
  ),
]
