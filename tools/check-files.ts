import { readFileSync } from 'node:fs';
import { judgeLength, judgeName } from './file-rules.ts';
import { listSourceFiles } from './source-files.ts';

const files = listSourceFiles(process.cwd());
const remarks = files.flatMap((file) => {
  const length = judgeLength(file, readFileSync(file, 'utf8'));
  return length === null ? judgeName(file) : [...judgeName(file), length];
});
for (const { file, level, reason } of remarks) console.error(`${level}: ${file}: ${reason}`);

const errors = remarks.filter((remark) => remark.level === 'error').length;
console.log(`${files.length} files, ${errors} errors, ${remarks.length - errors} warnings`);
if (errors > 0 || files.length === 0) process.exitCode = 1;
