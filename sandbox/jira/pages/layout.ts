/** Makes text harmless inside HTML, attributes included. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const STYLE = `
:root{color-scheme:light dark;--back:#f4f5f7;--card:#fff;--text:#172b4d;--soft:#6b778c;--line:#dfe1e6;--link:#0052cc;--code:#f4f5f7}
@media(prefers-color-scheme:dark){:root{--back:#161a1d;--card:#22272b;--text:#dee4ea;--soft:#9fadbc;--line:#38414a;--link:#579dff;--code:#161a1d}}
*{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--text);font:15px/1.5 system-ui,sans-serif}
header{padding:14px 24px;background:var(--card);border-bottom:1px solid var(--line);display:flex;gap:12px;align-items:baseline;flex-wrap:wrap}
header h1{font-size:18px;margin:0}header span{color:var(--soft)}main{padding:20px 24px;max-width:1400px;margin:auto}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
.board{display:grid;grid-template-columns:repeat(4,minmax(220px,1fr));gap:14px;overflow-x:auto}
.column{border-top:3px solid var(--line);padding-top:6px}.column h2{font-size:13px;letter-spacing:.04em;color:var(--soft);margin:4px 2px 10px}
.new{border-color:#8993a4}.indeterminate{border-color:#0c66e4}.done{border-color:#22a06b}
.card{display:block;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:10px 12px;margin-bottom:10px;color:inherit}
.card:hover{text-decoration:none;border-color:var(--link)}.card p{margin:0 0 8px;overflow-wrap:anywhere}
.meta{display:flex;gap:8px;flex-wrap:wrap;align-items:center;color:var(--soft);font-size:13px}
.pill{border-radius:10px;padding:1px 8px;font-size:12px;background:var(--code);border:1px solid var(--line)}
.dot{width:10px;height:10px;border-radius:50%;display:inline-block}
.paper{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:18px 22px;margin-bottom:16px;overflow-wrap:anywhere}
.paper h2{margin:0 0 10px;font-size:20px}.paper h3{margin:14px 0 6px;font-size:15px}.paper p{margin:6px 0}
.two{display:grid;grid-template-columns:minmax(0,1fr) 300px;gap:16px}@media(max-width:800px){.two{grid-template-columns:1fr}.board{grid-template-columns:repeat(4,220px)}}
pre{background:var(--code);border:1px solid var(--line);border-radius:4px;padding:10px;overflow-x:auto}code{background:var(--code);border-radius:3px;padding:0 4px}pre code{padding:0}
dl{display:grid;grid-template-columns:auto 1fr;gap:4px 14px;margin:0}dt{color:var(--soft)}dd{margin:0}time{color:var(--soft);font-size:13px}
.empty{color:var(--soft);padding:8px 2px}.notice{color:#ae2a19;font-weight:600}ol.history{margin:0;padding-left:18px}
`;

/** A whole page in the sandbox's own quiet look; reloads itself so that the story can be watched. */
export function layout(title: string, language: string, header: string, main: string): string {
  return `<!doctype html><html lang="${escapeHtml(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="refresh" content="5"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><header>${header}</header><main>${main}</main></body></html>`;
}

/** A time of day with its date, in UTC. */
export function timeTag(at_ms: number): string {
  const iso = new Date(at_ms).toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
}
