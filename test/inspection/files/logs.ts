import { file, lines, pick, type LabelledFile } from './labelled-file'

const levels = ['INFO', 'WARN', 'ERROR', 'DEBUG']
const plain = { header: false }

/** Logs: of web servers, services, devices and clouds. */
export const logFiles: readonly LabelledFile[] = [
  file(
    'access.log',
    'txt',
    'string',
    lines(
      8,
      (index) =>
        `10.0.0.${index} - - [01/Mar/2024:10:00:0${index} +0000] "GET /p${index} HTTP/1.1" 200 ${512 + index}`,
    ),
    plain,
  ),
  file(
    'combined.log',
    'txt',
    'string',
    lines(
      8,
      (index) =>
        `10.0.0.${index} - ann [01/Mar/2024:10:00:0${index} +0000] "GET / HTTP/1.1" 200 12 "-" "Mozilla/5.0 (X11; Linux x86_64), like Gecko"`,
    ),
    plain,
  ),
  file(
    'app.log',
    'txt',
    'string',
    lines(
      9,
      (index) =>
        `2024-03-01 10:00:0${index},${100 + index} ${pick(levels, index)} worker-${index} - started job ${index}`,
    ),
    plain,
  ),
  file(
    'service.log',
    'txt',
    'string',
    [
      '2024-03-01T10:00:00Z INFO  listening on :8080',
      '2024-03-01T10:00:01Z WARN  slow query, 1200 ms',
      'java.lang.Exception: no',
      '\tat a.b.C(D.java:1)',
    ],
    plain,
  ),
  file(
    'syslog',
    'txt',
    'string',
    [
      'Mar  1 10:00:00 host sshd[123]: Accepted key for ann',
      'Mar  1 10:00:04 host cron[9]: (root) CMD (run)',
      'Mar  1 10:01:00 host kernel: eth0: up',
    ],
    plain,
  ),
  file(
    'u_ex240301.log',
    'w3clogfile',
    'datetime timespan string string string long',
    [
      '#Software: Internet Information Services 10.0',
      '#Version: 1.0',
      '#Date: 2024-03-01 00:00:00',
      '#Fields: date time c-ip cs-method cs-uri-stem sc-status',
      '2024-03-01 00:00:01 10.1.1.1 GET /index.html 200',
      '2024-03-01 00:00:02 10.1.1.2 POST /api 500',
    ],
    plain,
  ),
  file(
    'cdn.log',
    'w3clogfile',
    'datetime timespan string long string',
    [
      '#Version: 1.0',
      '#Fields: date time x-edge-location sc-bytes c-ip',
      '2024-03-01\t01:02:03\tVIE50\t532\t10.0.0.1',
      '2024-03-01\t01:02:04\tVIE51\t1532\t10.0.0.2',
    ],
    plain,
  ),
  file(
    'iis.w3clogfile',
    'w3clogfile',
    'timespan string',
    ['#Fields: time cs-uri', '00:00:01 /a', '00:00:02 /b'],
    plain,
  ),
  file(
    'structured.log',
    'json',
    'datetime string string',
    lines(5, (index) =>
      JSON.stringify({ ts: `2024-03-01T10:00:0${index}Z`, level: pick(levels, index), msg: `job, ${index}` }),
    ),
    plain,
  ),
  file('firewall.csv', 'csv', 'datetime string string long string', [
    'time,src,dst,port,action',
    '2024-03-01 10:00:00,10.0.0.1,8.8.8.8,53,allow',
    '2024-03-01 10:00:01,10.0.0.2,1.1.1.1,443,deny',
  ]),
  file(
    'flow.log',
    'txt',
    'string',
    [
      'version account eni src dst srcport dstport',
      '2 1234 eni-1 10.0.0.1 10.0.0.2 443 51000',
      '2 1234 eni-1 10.0.0.3 10.0.0.4 80 51001',
    ],
    plain,
  ),
  file(
    'tab.log',
    'tsv',
    'datetime string long string',
    lines(
      8,
      (index) => `2024-03-01T10:00:0${index}Z\t${pick(levels, index)}\t${index * 11}\tstarted, then ended`,
    ),
    plain,
  ),
  file(
    'pipe.log',
    'psv',
    'datetime string string',
    lines(8, (index) => `2024-03-01 10:00:0${index}|${pick(levels, index)}|message; number ${index}`),
    plain,
  ),
  file(
    'zeek-conn.log',
    'tsv',
    'real string string long',
    [
      '#separator \\x09',
      '#path\tconn',
      '#fields\tts\tuid\tid.orig_h\tid.orig_p',
      '#types\ttime\tstring\taddr\tport',
      '1709287200.123456\tCx1\t10.0.0.1\t51000',
      '1709287201.654321\tCx2\t10.0.0.2\t51001',
    ],
    { header: false, skip: 4 },
  ),
  file('audit.csv', 'csv', 'datetime string dynamic bool', [
    'CreationDate,UserIds,AuditData,IsAdmin',
    '2024-03-01T10:00:00.0000000Z,ann@example.org,"{""Op"":""Read"",""N"":1}",False',
    '2024-03-01T10:05:00.0000000Z,bob@example.org,"{""Op"":""Write"",""N"":2}",True',
  ]),
  file('events.csv', 'csv', 'string string long string', [
    'Level,Date and Time,Event ID,Task Category',
    'Information,01/03/2024 10:00:00,7036,None',
    'Warning,13/03/2024 10:00:00,1014,Names',
    'Error,14/03/2024 11:30:00,41,Power',
  ]),
  file('perfmon.csv', 'csv', 'string real long', [
    '"(PDH-CSV 4.0) (UTC)(0)","\\\\PC\\Processor(_Total)\\% Time","\\\\PC\\Memory\\Available"',
    '"03/01/2024 10:00:00.123","12.5","2048"',
    '"03/13/2024 10:00:15.130","3.25"," "',
  ]),
  file(
    'messages.txt',
    'txt',
    'string',
    ['Hello, world', 'How are you?', 'Fine, thanks, and you', 'Good'],
    plain,
  ),
  file(
    'poem.txt',
    'txt',
    'string',
    ['The sea, the sea,', 'it rolls, and rests;', 'a gull alone.', '', 'Night comes, slowly.'],
    plain,
  ),
  file(
    'stack.log',
    'txt',
    'string',
    ['Traceback (most recent call last):', '  File "a.py", line 3, in main', "KeyError: 'x'"],
    plain,
  ),
  file(
    'k8s.log',
    'txt',
    'string',
    lines(5, (index) => `I0301 10:00:0${index}.000000  1 main.go:${index}] Starting, please wait`),
    plain,
  ),
  file(
    'urls.txt',
    'txt',
    'string',
    ['https://example.org/a?x=1,2', 'https://example.org/b', 'https://example.org/c?y=3'],
    plain,
  ),
  file('times.txt', 'txt', 'timespan', ['10:00:00', '10:00:05', '10:01:00', '11:00:00'], plain),
  file(
    'stamps.txt',
    'txt',
    'datetime',
    ['2024-03-01 10:00:00', '2024-03-01 10:00:05', '2024-03-02 10:01:00'],
    plain,
  ),
  file('settings.ini', 'txt', 'string', ['[main]', 'port=80', 'host=a', '[log]', 'level=info'], plain),
  file('page.html', 'txt', 'string', ['<!doctype html>', '<html><body>Hi, there</body></html>'], plain),
  file('document.raw', 'raw', 'string', 'all of this, and that\nis one value\n', plain),
  file('escaped.tsve', 'tsve', 'string string', ['a\\tb\tc', 'd\te\\nf'], plain),
]
