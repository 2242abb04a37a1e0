/** Lines beyond which a file is looked at, and beyond which it is refused. */
export const LONG_LINES = 250;
export const TOO_LONG_LINES = 400;

export interface FileRemark {
  readonly file: string;
  readonly level: 'error' | 'warning';
  readonly reason: string;
}

/** Drawers: a name that says nothing about what is inside collects everything. */
const DRAWER = /(?:^|\/)(?:utils?|helpers?|lib|libs|misc|common|shared)(?:\/|\.[a-z]+$)/;
const GLOBAL_TYPES = /(?:^|\/)types?\.ts$/;
const BARREL = /(?:^|\/)index\.[cm]?[jt]s$/;
const KEBAB = /^[a-z0-9]+(?:[-.][a-z0-9]+)*$/;
const DATA = /(?:^|\/)(?:generated|data|fixtures|catalogues?)(?:\/|\.ts$)|\.generated\.ts$/;

/** What is wrong with a file's name. Pure; `file` is relative to the root with forward slashes. */
export function judgeName(file: string): readonly FileRemark[] {
  const remarks: string[] = [];
  if (DRAWER.test(file)) remarks.push('a drawer: name the file after the one idea in it');
  if (GLOBAL_TYPES.test(file)) remarks.push('a type stands in the file that owns its concept, not in a file of types');
  if (BARREL.test(file)) remarks.push('no barrels: import from the file that owns the name');
  const odd = file.split('/').find((part) => !KEBAB.test(part));
  if (odd !== undefined) remarks.push(`${odd} is not in kebab-case`);
  return remarks.map((reason) => ({ file, level: 'error', reason }));
}

/** What is wrong with a file's length. Generated files, data and message catalogues may be as long as they are. Pure. */
export function judgeLength(file: string, text: string): FileRemark | null {
  if (DATA.test(file)) return null;
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (lines > TOO_LONG_LINES) return { file, level: 'error', reason: `${lines} lines, more than ${TOO_LONG_LINES}: split it` };
  if (lines > LONG_LINES) return { file, level: 'warning', reason: `${lines} lines, more than ${LONG_LINES}` };
  return null;
}
