/** As `process` has them, and whether a file is there. */
export type Machine = {
  platform: string;
  arch: string;
  env: Record<string, string | undefined>;
  exists: (path: string) => boolean;
};
export type BrowserChoice =
  | { kind: "named" | "installed"; path: string }
  | { kind: "packaged"; path: null };
export function nodeComplaint(version: string): string | null;
export function postgresComplaint(machine: Pick<Machine, "platform" | "arch">): string | null;
export function databaseComplaint(machine: Omit<Machine, "exists">): string | null;
export function chooseBrowser(machine: Machine): BrowserChoice;
