export interface TextFinding {
  readonly line: number;
  readonly reason: string;
}

const MACHINE_PATH = /(?<![\w.\-/])\/(?:work|root|home|Users)\/[\w.-]/;
const REGISTRY = /https?:\/\/[^\s/'"`<>]*(?:registry|artifactory|nexus|verdaccio|npmmirror|pypi|deb\.debian|archive\.ubuntu|mirror)[^\s/'"`<>]*/i;
const LOCKED_ADDRESS = /"resolved":\s*"https?:/;

/** Paths of somebody's machine and addresses of package registries in `text`, first line is 1. Pure. */
export function findLocalText(text: string): readonly TextFinding[] {
  return text.split('\n').flatMap((content, index) => {
    const line = index + 1;
    if (LOCKED_ADDRESS.test(content)) return [{ line, reason: 'the lock file names where one machine fetched a package' }];
    if (REGISTRY.test(content)) return [{ line, reason: 'address of a package registry' }];
    if (MACHINE_PATH.test(content)) return [{ line, reason: "path of somebody's machine" }];
    return [];
  });
}
