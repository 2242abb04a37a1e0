import { checkImports, isClean, readRuleSet } from './import-rules.ts';

const report = await checkImports(process.cwd(), readRuleSet());
for (const { rule, from, to, comment } of report.forbidden) console.error(`${from} → ${to}\n    ${rule}: ${comment}`);
for (const file of report.unread) console.error(`${file}\n    was not read: the import rules say nothing about it`);
if (report.read === 0) console.error('No file was read: an import check that reads nothing proves nothing.');
console.log(`${report.read} files read, ${report.forbidden.length} forbidden imports`);
if (!isClean(report)) process.exitCode = 1;
