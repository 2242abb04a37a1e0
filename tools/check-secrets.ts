import { findSecrets } from './secret-patterns.ts';
import { readTrackedFiles } from './tracked-files.ts';

const files = readTrackedFiles(process.cwd());
// The lock file is integrity hashes from end to end; npm wrote it.
const scanned = files.filter(({ file }) => file !== 'package-lock.json');
const found = scanned.flatMap(({ file, text }) => findSecrets(text).map((finding) => ({ file, ...finding })));
for (const { file, line, kind } of found) console.error(`${file}:${line}: looks like a secret (${kind})`);
const environment = files.filter(({ file }) => /(?:^|\/)\.env(?:\.(?!example$)[^/]*)?$/.test(file));
for (const { file } of environment) console.error(`${file}: an environment file is not for git`);

console.log(`${scanned.length} files read, ${found.length + environment.length} findings`);
if (found.length + environment.length > 0 || scanned.length === 0) process.exitCode = 1;
