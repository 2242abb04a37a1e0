import { describe, expect, it } from 'vitest';
import { judgeLength, judgeName, LONG_LINES, TOO_LONG_LINES } from '../../tools/file-rules.ts';

const lines = (count: number): string => 'x\n'.repeat(count);

describe('file names', () => {
  it.each(['core/utils.ts', 'core/util/time.ts', 'agents/atlas/helpers.ts', 'core/lib/x.ts', 'core/types.ts', 'settings/index.ts', 'core/Finding.ts', 'core/fold_all.ts'])('refuse %s', (file) => {
    expect(judgeName(file)).toHaveLength(1);
  });

  it.each(['core/finding.ts', 'core/fold/fold-effect.ts', 'test/tools/file-rules.test.ts', 'cli/atlas.js', 'core/ticket-types.ts', 'core/library-match.ts'])('accept %s', (file) => {
    expect(judgeName(file)).toEqual([]);
  });
});

describe('file length', () => {
  it('warns beyond the one limit and refuses beyond the other', () => {
    expect(judgeLength('core/a.ts', lines(LONG_LINES))).toBeNull();
    expect(judgeLength('core/a.ts', lines(LONG_LINES + 1))?.level).toBe('warning');
    expect(judgeLength('core/a.ts', lines(TOO_LONG_LINES))?.level).toBe('warning');
    expect(judgeLength('core/a.ts', lines(TOO_LONG_LINES + 1))?.level).toBe('error');
  });

  it('leaves data alone', () => {
    expect(judgeLength('sandbox/data/products.ts', lines(1000))).toBeNull();
    expect(judgeLength('core/data.ts', lines(1000))).toBeNull();
    expect(judgeLength('core/data-quality.ts', lines(1000))?.level).toBe('error');
  });
});
