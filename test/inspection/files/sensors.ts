import { file, lines, pick, type LabelledFile } from './labelled-file'

const states = ['ok', 'warn', 'off']

/** What loggers, meters, machines and laboratories record. */
export const sensorFiles: readonly LabelledFile[] = [
  file(
    'logger.csv',
    'csv',
    'long datetime real real',
    [
      '"Plot Title: Garden 12",,,',
      '"#","Date Time","Temp","RH"',
      '1,2024-05-01 00:00:00,11.5,80.25',
      '2,2024-05-01 00:15:00,11.25,81',
      '3,2024-05-01 00:30:00,11,81.5',
    ],
    { skip: 1 },
  ),
  file(
    'station.dat',
    'csv',
    'datetime long real real',
    [
      '"TOA5","CR1000","CR1000.Std.32","17"',
      '"TIMESTAMP","RECORD","BattV","AirT"',
      '"TS","RN","Volts","DegC"',
      '"","","Min","Avg"',
      '"2024-05-01 00:00:00",0,12.5,7.25',
      '"2024-05-01 00:10:00",1,12.5,7.125',
    ].filter((_line, index) => index !== 0 && index !== 2 && index !== 3),
  ),
  file('meter.csv', 'scsv', 'string string string', [
    'Zeitstempel;Zählerstand;Einheit',
    ...lines(8, (index) => `0${index + 1}.05.2024 13:${index}0;${1000 + index},${index}5;kWh`),
  ]),
  file('meter iso.csv', 'scsv', 'datetime string string', [
    'zeit;wert;status',
    ...lines(8, (index) => `2024-05-0${index + 1}T13:00:00Z;${index},${index}5;${pick(states, index)}`),
  ]),
  file('influx.csv', 'csv', 'string long datetime datetime real string', [
    'result,table,_start,_time,_value,_field',
    'mean,0,2024-05-01T00:00:00Z,2024-05-01T00:01:00Z,12.5,temp',
    'mean,0,2024-05-01T00:00:00Z,2024-05-01T00:02:00Z,12.25,temp',
  ]),
  file('gps.csv', 'csv', 'datetime real real real long', [
    'time,lat,lon,ele,sat',
    '2024-05-01T10:00:00.123Z,48.2081743,16.3738189,171.2,9',
    '2024-05-01T10:00:01.123Z,48.2081801,16.3738201,171.5,10',
  ]),
  file(
    'nmea.txt',
    'csv',
    'string real string real string long',
    lines(5, (index) => `$GPGLL,4916.4${index},N,12311.1${index},W,22544${index}`),
    { header: false },
  ),
  file(
    'accelerometer.csv',
    'csv',
    'long real real real',
    lines(
      20,
      (index) =>
        `${1_714_521_600_000 + index * 20},${(index % 5) / 10 - 0.2},-0.${index % 9}1,9.8${index % 9}`,
    ),
    { header: false },
  ),
  file('telemetry.csv', 'csv', 'long string real bool', [
    'ts,device_id,battery,charging',
    '1714521600,dev-1,0.75,true',
    '1714521660,dev-2,0.5,false',
  ]),
  file('nanos.csv', 'csv', 'long long', [
    'timestamp_ns,counter',
    '1714521600000000000,1',
    '1714521600000001000,2',
  ]),
  file('machine.tsv', 'tsv', 'timespan long real string', [
    'Zeit\tDrehzahl\tDruck\tZustand',
    ...lines(6, (index) => `10:0${index}:00\t${1500 + index}\t3.${index}5\t${pick(states, index)}`),
  ]),
  file(
    'spectrum.asc',
    'csv',
    'real real real',
    lines(30, (index) => `${400 + index}.5;${index}.25;0.${index}1`.replaceAll(';', ' ')),
    { header: false, delimiter: ' ' },
  ),
  file(
    'spectrum.txt',
    'tsv',
    'real real',
    lines(30, (index) => `${400 + index}.5\t${index}.25`),
    { header: false },
  ),
  file('lab.csv', 'csv', 'string string real string', [
    'Sample ID,Analyte,Result,Qualifier',
    'S-001,Lead,0.005,<',
    'S-001,Zinc,12.5,',
    'S-002,Lead,0.012,',
  ]),
  file('plc.csv', 'scsv', 'string string long long', [
    '"VarName";"TimeString";"VarValue";"Validity"',
    '"Tank1";"01.05.2024 10:00:00";12;1',
    '"Tank1";"13.05.2024 10:00:01";13;1',
  ]),
  file('weather.csv', 'csv', 'string datetime real real long', [
    'STATION,DATE,TMAX,TMIN,PRCP',
    'USW00094728,2024-01-01,7.2,1.1,0',
    'USW00094728,2024-01-02,6.1,-0.6,12',
    'USW00094728,2024-01-03,,,',
  ]),
  file(
    'weather note.csv',
    'csv',
    'datetime real real',
    [
      'latitude: 48.2',
      'longitude: 16.4',
      '',
      'time,temperature_2m,rain',
      '2024-05-01T00:00,11.5,0.0',
      '2024-05-01T01:00,11.2,0.1',
    ],
    { skip: 3 },
  ),
  file('quakes.csv', 'csv', 'datetime real real real string string', [
    'time,latitude,longitude,mag,magType,place',
    '2024-05-01T10:11:12.340Z,35.1,-120.2,2.5,ml,"7 km NW of Avila, CA"',
    '2024-05-01T11:11:12.000Z,-17.5,178.5,5.1,mww,"Fiji region"',
  ]),
  file(
    'lightning.txt',
    'csv',
    'datetime real real long',
    lines(8, (index) => `2024-05-01T10:00:0${index}.123456Z,48.${index}1,16.${index}2,-${10 + index}`),
    { header: false },
  ),
  file(
    'heart.csv',
    'csv',
    'datetime long string',
    ['Start;Rate;Source', '2024-05-01T10:00:00+02:00;61;Watch', '2024-05-01T10:05:00+02:00;64;Watch'].map(
      (line) => line.replaceAll(';', ','),
    ),
  ),
  file('obd.csv', 'scsv', 'real string real string', [
    '"SECONDS";"PID";"VALUE";"UNITS"',
    '"2061.5";"Engine RPM";"812.5";"rpm"',
    '"2061.75";"Speed";"0";"km/h"',
  ]),
  file(
    'counter bare.csv',
    'csv',
    'datetime long',
    lines(6, (index) => `2024-05-01 0${index}:00:00,${index * 12}`),
    { header: false },
  ),
  file(
    'comments inside.csv',
    'csv',
    'datetime real real',
    [
      'time,a,b',
      '2024-05-01T00:00:00Z,1.5,2.5',
      '# restarted',
      '2024-05-01T01:00:00Z,1.25,2.75',
      '2024-05-01T02:00:00Z,1,2.25',
    ],
    { comment: '#' },
  ),
  file('temps.csv', 'csv', 'datetime real', [
    '"Date","Daily minimum temperatures"',
    '"1981-01-01",20.7',
    '"1981-01-02",17.9',
    '"1981-01-03",-0.2',
  ]),
]
