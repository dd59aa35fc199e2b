/** Entries of a lock file by their path, as far as they matter here; the project itself is at "". */
export type Packages = Record<
  string,
  {
    version?: string;
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  }
>;
export function missingPackages(
  locked: Packages,
  installed: Packages,
  options: { dev: boolean },
): string[];
export function installMissing(options: { dev: boolean }): void;
