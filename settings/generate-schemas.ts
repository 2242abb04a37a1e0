import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { schemaFiles } from './json-schema/schema-files.ts';

// `node settings/generate-schemas.ts` writes config/schema; with `--check` it only says what differs and ends with 1.
const folder = fileURLToPath(new URL('../config/schema/', import.meta.url));
const wanted = schemaFiles();
mkdirSync(folder, { recursive: true });
const surplus = readdirSync(folder).filter((name) => name.endsWith('.schema.json') && !wanted.has(name));
const stale = [...wanted].filter(([name, text]) => read(name) !== text);

if (process.argv.includes('--check')) {
  for (const name of [...stale.map(([stale_name]) => stale_name), ...surplus]) console.log(`config/schema/${name} is not what the settings say`);
  if (stale.length + surplus.length > 0) {
    console.log('Run `npm run schemas`.');
    process.exitCode = 1;
  }
} else {
  for (const [name, text] of stale) writeFileSync(join(folder, name), text);
  for (const name of surplus) rmSync(join(folder, name));
  console.log(`config/schema: ${wanted.size} schemas, ${stale.length} written, ${surplus.length} removed`);
}

function read(name: string): string | null {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return null;
  }
}
