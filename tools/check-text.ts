import { findLocalText } from './text-rules.ts';
import { readTrackedFiles } from './tracked-files.ts';

const files = readTrackedFiles(process.cwd());
const found = files.flatMap(({ file, text }) => findLocalText(text).map((finding) => ({ file, ...finding })));
for (const { file, line, reason } of found) console.error(`${file}:${line}: ${reason}`);

console.log(`${files.length} files read, ${found.length} findings`);
if (found.length > 0 || files.length === 0) process.exitCode = 1;
