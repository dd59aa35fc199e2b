import { expect, test } from "vitest";
import { chooseBrowser, databaseComplaint, nodeComplaint, postgresComplaint } from "./machine.mjs";

const LOADER = "/lib64/ld-linux-x86-64.so.2";
const MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

const machine = (
  platform: string,
  arch: string,
  files: string[],
  env: Record<string, string> = {},
) => ({ platform, arch, env, exists: (path: string) => files.includes(path) });

test("a browser: the named one comes first, then the packaged one, then an installed one", () => {
  const files = ["/opt/mine", LOADER, "/usr/bin/chromium"];
  const named = { HUILIU_CHROMIUM: "/opt/mine" };
  expect(chooseBrowser(machine("linux", "x64", files, named))).toEqual({
    kind: "named",
    path: "/opt/mine",
  });
  expect(chooseBrowser(machine("linux", "x64", files))).toEqual({ kind: "packaged", path: null });
});

test.each([
  ["linux", "arm64", [LOADER, "/usr/bin/chromium"], "/usr/bin/chromium"],
  ["linux", "arm64", ["/usr/bin/google-chrome", "/snap/bin/chromium"], "/usr/bin/google-chrome"],
  ["linux", "x64", ["/usr/bin/chromium"], "/usr/bin/chromium"],
  ["darwin", "arm64", [MAC_CHROME], MAC_CHROME],
  ["darwin", "x64", [LOADER, MAC_CHROME], MAC_CHROME],
])("a browser: the packaged one does not run on %s %s with %j", (platform, arch, files, path) => {
  expect(chooseBrowser(machine(platform, arch, files))).toEqual({ kind: "installed", path });
});

test.each([
  ["darwin", "arm64", {}, "this darwin-arm64"],
  ["linux", "arm64", {}, "this linux-arm64"],
  ["win32", "x64", {}, "this win32-x64"],
])("a browser: without one, one line says on %s %s what to do", (platform, arch, env, where) => {
  const message = messageOf(() => chooseBrowser(machine(platform, arch, [], env)));
  expect(message).toContain(where);
  expect(message).toContain("HUILIU_CHROMIUM");
  expect(message).not.toContain("\n");
});

test("a browser that is named and not there is not replaced by another one", () => {
  const lost = machine("linux", "x64", [LOADER], { HUILIU_CHROMIUM: "/opt/lost" });
  expect(() => chooseBrowser(lost)).toThrow(
    "HUILIU_CHROMIUM names /opt/lost, and nothing is there",
  );
});

test("a database: four systems have one in the packages; others name one, and their tests cannot", () => {
  for (const system of ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"]) {
    const [platform = "", arch = ""] = system.split("-");
    expect(databaseComplaint({ platform, arch, env: {} })).toBeNull();
  }
  const other = { platform: "win32", arch: "x64", env: {} };
  expect(databaseComplaint(other)).toMatch(/win32-x64.*: name one in DATABASE_URL$/);
  const named = { ...other, env: { DATABASE_URL: "postgres://db" } };
  expect(databaseComplaint(named)).toBeNull();
  expect(postgresComplaint(named)).toMatch(/win32-x64/);
});

test.each([
  ["18.20.4", false],
  ["20.9.0", false],
  ["20.19.0", true],
  ["21.0.0", true],
  ["22.1.0", true],
])("Node %s", (version, isEnough) => {
  expect(nodeComplaint(version) === null).toBe(isEnough);
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}
