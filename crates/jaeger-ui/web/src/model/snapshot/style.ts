// The style sheet of a snapshot: the app's colours in a light and a dark theme, and a plain layout that prints.

/** The colours that a block of the app's style sheet sets. */
export function colorsOf(css: string, selector: string): string {
  const start = css.indexOf(`\n${selector} {`);
  if (start < 0) return '';
  const block = css.slice(start, css.indexOf('\n}', start));
  return Array.from(block.matchAll(/--[a-z0-9-]+: #[0-9a-f]{6};/g), ([declaration]) => declaration).join('');
}

const HUES = Array.from({ length: 10 }, (_, hue) => `.s${hue}{--mark:var(--service-${hue})}`).join('');

export function snapshotStyle(tokens: string): string {
  return `
:root{color-scheme:light;${colorsOf(tokens, ':root')}}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${colorsOf(tokens, ":root[data-theme='dark']")}}}
${HUES}${LAYOUT}`;
}

const LAYOUT = `
*{box-sizing:border-box}
body{margin:0 auto;padding:24px;max-width:1600px;background:var(--ground);color:var(--text);
  font:13px/20px Inter,system-ui,'Segoe UI','Noto Sans',sans-serif;font-variant-numeric:tabular-nums}
bdi{overflow-wrap:anywhere}
h1{margin:0 0 8px;font-size:18px;line-height:24px}
h2{margin:24px 0 4px;font-size:14px;line-height:20px}
h3{margin:8px 0 2px;font-size:12px;line-height:16px}
p,ul,ol,dl,dd{margin:0;padding:0}
ul,ol{list-style:none}
a{color:var(--accent)}
.muted,dt{color:var(--muted)}
.problem{color:var(--error)}
.figures{display:flex;flex-wrap:wrap;gap:2px 24px}
.figures div{display:flex;gap:6px}
.figures div,.figures dd{min-width:0;overflow-wrap:anywhere}
.figures dt{flex:none}
.figures dd{font-weight:600}
.findings li,.notes li{padding:2px 0}
table{border-collapse:collapse}
th,td{padding:2px 24px 2px 0;font-weight:400;text-align:left}
thead th{color:var(--muted)}
td{text-align:right}
thead th:not(:first-child){text-align:right}
.mark{display:inline-block;flex:none;width:10px;height:10px;border-radius:2px}
.mark,.bar{background-color:var(--mark);print-color-adjust:exact;-webkit-print-color-adjust:exact;forced-color-adjust:none}
.hatch{background-image:repeating-linear-gradient(135deg,transparent 0 2px,var(--ground) 2px 3.5px)}
.dots{background-image:radial-gradient(circle,var(--ground) 1.1px,transparent 1.3px);background-size:5px 5px}
.line{display:grid;grid-template-columns:minmax(0,1fr) 80px 80px 38%;gap:0 12px;align-items:center;min-height:24px;
  border-bottom:1px solid var(--line);break-inside:avoid}
.line>:nth-child(2),.line>:nth-child(3){text-align:right;white-space:nowrap}
.titles{color:var(--muted)}
summary.line{cursor:pointer;list-style:none}
summary.line::-webkit-details-marker{display:none}
summary.line:hover{background:var(--hover)}
summary.line:focus-visible{outline:2px solid var(--accent)}
.name{display:flex;gap:6px;align-items:center;min-width:0;overflow:hidden;white-space:nowrap}
.name bdi,.service{min-width:0;overflow:hidden;text-overflow:ellipsis}
.service{flex:none;max-width:45%;color:var(--muted)}
.tag{flex:none;padding:0 4px;border-radius:4px;background:var(--panel);color:var(--muted);font-size:11px;line-height:16px}
.tag.problem{background:var(--error-ground);color:var(--error)}
.track{position:relative;height:12px}
.bar{position:absolute;top:0;height:12px;min-width:2px;border-radius:2px}
.carried{padding:4px 0 12px 24px;border-bottom:1px solid var(--line);border-left:3px solid var(--line);font-size:12px;line-height:16px}
.pairs>div{display:grid;grid-template-columns:minmax(72px,24%) minmax(0,1fr);gap:0 12px;padding:1px 0;
  font-family:ui-monospace,'JetBrains Mono','Noto Sans Mono',monospace}
.pairs dd,.message{white-space:pre-wrap;overflow-wrap:anywhere}
.events>li{padding:2px 0}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
footer{margin-top:24px;color:var(--muted)}
@media (max-width:720px){
  body{padding:12px}
  .line{grid-template-columns:minmax(0,1fr) 64px 64px}
  .line>.track{grid-column:1/-1;margin-bottom:4px}
}
@media print{
  body{padding:0;max-width:none}
  .carried{break-inside:avoid-page}
}
`;
