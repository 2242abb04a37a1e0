/** The page's whole look; it loads nothing from elsewhere. */
export const CHAT_STYLE = `
:root{color-scheme:light dark;--back:#fff;--side:#f2f3f5;--card:#f2f3f5;--text:#313338;--soft:#5c5e66;--line:#e3e5e8;--link:#0061e0;--call:#e6e9fb;--callt:#3f4ed8}
@media(prefers-color-scheme:dark){:root{--back:#313338;--side:#2b2d31;--card:#2b2d31;--text:#dbdee1;--soft:#949ba4;--line:#1f2124;--link:#53a7f8;--call:#3c4270;--callt:#c9cdfb}}
*{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--text);font:15px/1.45 system-ui,sans-serif;display:grid;grid-template-columns:230px minmax(0,1fr);min-height:100vh}
nav{background:var(--side);padding:16px 10px;border-right:1px solid var(--line)}nav h1{font-size:16px;margin:0 8px 2px}nav p{margin:0 8px 14px;color:var(--soft);font-size:13px}
nav a{display:flex;justify-content:space-between;padding:6px 10px;border-radius:5px;color:var(--soft);text-decoration:none;overflow-wrap:anywhere}nav a:hover,nav a.here{background:var(--line);color:var(--text)}nav a.thread{padding-left:26px;font-size:14px}
main{padding:0 22px 40px;max-width:980px}main>h2{font-size:16px;border-bottom:1px solid var(--line);padding:14px 0 12px;margin:0 0 12px}
.message{display:grid;grid-template-columns:42px minmax(0,1fr);gap:12px;padding:8px 0;overflow-wrap:anywhere}
.face{width:40px;height:40px;border-radius:50%;background:#5865f2;color:#fff;display:grid;place-items:center;font-weight:700}.face.person{background:#3ba55c}
.who{display:flex;gap:8px;align-items:baseline;flex-wrap:wrap}.tag{background:#5865f2;color:#fff;font-size:11px;border-radius:3px;padding:0 5px}time,.small{color:var(--soft);font-size:12px}
.embed{background:var(--card);border-left:4px solid var(--line);border-radius:4px;padding:10px 14px;margin-top:6px;max-width:620px}.embed h3{margin:0 0 6px;font-size:15px}.embed footer{color:var(--soft);font-size:12px;margin-top:8px}
.fields{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:8px 14px;margin-top:8px}.fields div{grid-column:1/-1}.fields div.inline{grid-column:auto}.fields b{display:block;font-size:13px}
.button{display:inline-block;background:#5865f2;color:#fff;border-radius:4px;padding:4px 14px;margin:6px 6px 0 0;font-size:14px}.button.s2{background:#6d6f78}.button.s3{background:#248046}.button.s4{background:#c4313a}
.mention{background:var(--call);color:var(--callt);border-radius:3px;padding:0 3px}a{color:var(--link)}pre{background:var(--side);border:1px solid var(--line);border-radius:4px;padding:8px;overflow-x:auto;margin:6px 0}code{background:var(--side);border-radius:3px;padding:0 3px}
.empty{color:var(--soft);padding:20px 0}@media(max-width:700px){body{grid-template-columns:1fr}nav{border-right:0;border-bottom:1px solid var(--line)}}
`;
