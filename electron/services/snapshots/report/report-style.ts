/** The look of a report: light and dark as the reader's system is, and on paper. */
export const reportStyle = `
:root{--page:#f5f6f8;--card:#fff;--line:#e1e4e9;--text:#15181d;--muted:#525a67;--accent:#1660cf;--accent-soft:#e6effc;--good:#0b713a;--good-soft:#e5f4eb;--warn:#974600;--warn-soft:#fdefe1;--bad:#b0231c;--bad-soft:#fcebea;--before:#aeb4bd;--others:#b07d12}
@media screen and (prefers-color-scheme:dark){:root{--page:#121418;--card:#1a1d22;--line:#2b3037;--text:#f1f3f6;--muted:#adb5c1;--accent:#6aa8ff;--accent-soft:#172b47;--good:#6fd296;--good-soft:#13301f;--warn:#ffb378;--warn-soft:#3a2513;--bad:#ff9d95;--bad-soft:#3d1b19;--before:#596069;--others:#d8a846}}
@media print{:root{color-scheme:light;--page:#fff}section{break-inside:avoid}tr{break-inside:avoid}}
*{box-sizing:border-box;print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{max-width:1080px;margin:0 auto;padding:28px 24px;background:var(--page);color:var(--text);font:13px/18px 'Segoe UI',system-ui,sans-serif;font-variant-numeric:tabular-nums}
h1{margin:2px 0;font-size:22px;line-height:28px;overflow-wrap:anywhere}
h2{margin:0 0 8px;font-size:13px;font-weight:650}
p{margin:0}
.where,.when,.note,dt,small,.same,.legend{color:var(--muted)}
section{margin-top:14px;padding:14px 18px;border:1px solid var(--line);border-radius:8px;background:var(--card)}
.numbers{display:flex;flex-wrap:wrap;gap:12px 32px;justify-content:space-between}
dl{display:flex;flex-wrap:wrap;gap:12px 44px;margin:0}
dd{margin:0;color:var(--muted)}
dd.big{color:var(--text);font-size:24px;font-weight:680;line-height:32px}
dd.up{color:var(--good);font-weight:620}
dd.down{color:var(--warn);font-weight:620}
.verdict,.pill{height:fit-content;padding:1px 9px;border-radius:10px;font-size:12px}
.wide{overflow-x:auto}
@media print{.wide{overflow:visible}}
.good{background:var(--good-soft);color:var(--good)}
.plain{background:var(--accent-soft);color:var(--accent)}
.bad{background:var(--bad-soft);color:var(--bad)}
.warning{background:var(--warn-soft);color:var(--warn)}
.news{background:var(--accent-soft);color:var(--accent)}
.quiet{border:1px solid var(--line);color:var(--muted)}
.legend{display:flex;gap:16px;margin-bottom:6px}
.legend span::before{display:inline-block;width:8px;height:8px;margin-right:5px;background:var(--before);content:''}
.legend .added::before{background:var(--accent)}
.legend .others::before{background:var(--others)}
svg{display:block}
svg.chart{width:100%;height:auto}
svg text{fill:var(--muted);font-size:12px}
svg line{stroke:var(--line)}
rect.before{fill:var(--before)}
rect.added{fill:var(--accent)}
rect.others{fill:var(--others)}
table{width:100%;border-collapse:collapse}
th,td{padding:5px 10px;border-top:1px solid var(--line);text-align:left;font-weight:400;overflow-wrap:anywhere}
thead th{border-top:0;color:var(--muted);white-space:nowrap}
tbody th{font-weight:620}
small{display:block;min-height:16px;font-size:12px;font-weight:400}
.right{text-align:right;white-space:nowrap}
.note{margin-top:10px;font-size:12px}
`
