/** What Huiliu needs of a machine, and one line for what is missing. Pure, and without packages: none may be there yet. */
const NODE_MIN = [20, 19];
const POSTGRES_FOR = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"];

/** The packaged Chromium is a program for x64 that asks for this loader: musl systems have another one. */
const CHROMIUM_LOADER = "/lib64/ld-linux-x86-64.so.2";

const INSTALLED = {
  linux: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/google-chrome",
    "/opt/google/chrome/chrome",
    "/snap/bin/chromium",
  ],
  darwin: ["Google Chrome", "Chromium", "Microsoft Edge"].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
};

const systemOf = ({ platform, arch }) => `${platform}-${arch}`;

/** @returns why this Node cannot run Huiliu, or null */
export function nodeComplaint(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isOld = major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1]);
  return isOld ? `Node ${NODE_MIN.join(".")} or newer is needed, this is ${version}` : null;
}

/** @returns why the packages bring no PostgreSQL here, or null. Tests start one, whatever else is named */
export function postgresComplaint(machine) {
  const system = systemOf(machine);
  if (POSTGRES_FOR.includes(system)) return null;
  return `the packages bring no PostgreSQL for ${system}, only for ${POSTGRES_FOR.join(", ")}`;
}

/** @returns why there is no database to start with, or null */
export function databaseComplaint(machine) {
  const complaint = machine.env.DATABASE_URL ? null : postgresComplaint(machine);
  return complaint && `${complaint}: name one in DATABASE_URL`;
}

/**
 * The browser for the tests: the named one, the packaged one where it runs, an installed one.
 *
 * @returns `path` is null for the packaged one
 * @throws Error in one line when there is none
 */
export function chooseBrowser(machine) {
  const named = machine.env.HUILIU_CHROMIUM;
  if (named) {
    if (machine.exists(named)) return { kind: "named", path: named };
    throw new Error(`HUILIU_CHROMIUM names ${named}, and nothing is there`);
  }
  if (systemOf(machine) === "linux-x64" && machine.exists(CHROMIUM_LOADER))
    return { kind: "packaged", path: null };
  const path = (INSTALLED[machine.platform] ?? []).find(machine.exists);
  if (path) return { kind: "installed", path };
  throw new Error(
    `the packages bring no Chromium that runs on this ${systemOf(machine)}, and none is installed: install Chrome or Chromium, or name one in HUILIU_CHROMIUM`,
  );
}
