import type { UserConsoleLog } from 'vitest';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';
import { addCounts, countLine, NO_TESTS } from './test-count.ts';
import type { TestCount } from './test-count.ts';

/**
 * Ends a test run with one line that a script can read, and says before it what was skipped and why.
 *
 * A file that could not be loaded and an error outside of any test count as one failed test each, so that the line never says
 * `0 failed` of a run that failed.
 */
class CountReporter implements Reporter {
  #lines: readonly string[] = [];
  #count: TestCount = NO_TESTS;
  readonly #warnings = new Map<string, string>();

  onInit(): void {
    // At the exit of the process, so that nothing that another reporter prints comes after it.
    process.once('exit', () => {
      process.stdout.write([...this.#lines, countLine(this.#count), ''].join('\n'));
    });
  }

  onTestRunStart(): void {
    this.#lines = [];
    this.#count = NO_TESTS;
  }

  onUserConsoleLog(log: UserConsoleLog): void {
    // Which file a warning belongs to is told by its task, or by the file itself while it is being loaded..
    const file = log.taskId?.split('_', 1)[0];
    if (log.type === 'stderr' && file !== undefined && !this.#warnings.has(file)) this.#warnings.set(file, firstLine(log.content));
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    this.#count = modules.map(countModule).reduce(addCounts, { ...NO_TESTS, failed: unhandled.length });
    this.#lines = modules.flatMap((module) => this.#skippedLines(module));
  }

  #skippedLines(module: TestModule): readonly string[] {
    const skipped = [...module.children.allTests('skipped')];
    if (skipped.length === 0) return [];
    const reasons = new Set(skipped.map((test) => reasonOf(test) ?? this.#warnings.get(module.id) ?? 'no reason given'));
    return [`skipped ${skipped.length} in ${module.relativeModuleId}: ${[...reasons].join('; ')}`];
  }
}

function countModule(module: TestModule): TestCount {
  const tests = [...module.children.allTests()].map((test) => test.result().state);
  const failed = tests.filter((state) => state === 'failed' || state === 'pending').length;
  const broken = module.state() === 'failed' && failed === 0;
  return {
    passed: tests.filter((state) => state === 'passed').length,
    failed: failed + (broken ? 1 : 0),
    skipped: tests.filter((state) => state === 'skipped').length,
  };
}

function reasonOf(test: TestCase): string | undefined {
  const result = test.result();
  return result.state === 'skipped' ? result.note : undefined;
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}

export default CountReporter;
