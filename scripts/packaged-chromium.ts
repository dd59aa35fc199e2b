import { createReadStream, createWriteStream, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress } from "node:zlib";
import { extract } from "tar-fs";
import { decompress } from "wawoff2";
import { madeOnce } from "./made-once";

export type Program = { executablePath: string; env: NodeJS.ProcessEnv };

/** Part of the folder's name: raise it when other things are unpacked, or in another way. */
const UNPACKED = 1;
const MODULES = fileURLToPath(new URL("../node_modules", import.meta.url));

/** Our own fonts and no others, so that pictures are the same everywhere. */
const FONTS_CONF = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/**
 * The Chromium from the npm package with what a bare system lacks: libraries and fonts. The package would unpack to
 * one place for all its versions and believe what lies there, so we unpack ourselves, beside the packages.
 */
export async function packagedChromium(): Promise<Program> {
  const chromium = packageOf("@sparticuz/chromium");
  const chinese = packageOf("@fontsource-variable/noto-sans-sc");
  const name = `chromium-${chromium.version}-${chinese.version}-${UNPACKED}`;
  const folder = join(MODULES, ".cache", "huiliu", name);
  await madeOnce(folder, async (aside) => {
    const bin = join(chromium.root, "bin");
    await Promise.all([
      unpackFile(join(bin, "chromium.br"), join(aside, "chromium")),
      unpackFolder(join(bin, "al2023.tar.br"), aside),
      unpackFolder(join(bin, "fonts.tar.br"), aside),
      unpackFonts(join(chinese.root, "files"), join(aside, "fonts", "chinese")),
    ]);
    await writeFile(join(aside, "fonts.conf"), FONTS_CONF);
  });
  return { executablePath: join(folder, "chromium"), env: bareEnv(folder, process.env) };
}

/** The environment in which the unpacked program finds its libraries and fonts. */
function bareEnv(folder: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const libraries = [join(folder, "lib"), env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  return { ...env, LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(folder, "fonts.conf") };
}

const unpackFile = (from: string, to: string): Promise<void> =>
  pipeline(
    createReadStream(from),
    createBrotliDecompress(),
    createWriteStream(to, { mode: 0o755 }),
  );

/** A tar file. What it holds becomes ours, whoever packed it. */
const unpackFolder = (from: string, to: string): Promise<void> =>
  pipeline(
    createReadStream(from),
    createBrotliDecompress(),
    extract(to, {
      map: (file) => ({ ...file, uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }),
    }),
  );

/** Web fonts as files the system's font reader understands: it knows TrueType, not WOFF2. */
async function unpackFonts(from: string, to: string): Promise<void> {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((file) => file.endsWith(".woff2"))) {
    const font = await decompress(readFileSync(join(from, name)));
    await writeFile(join(to, name.replace(/woff2$/, "ttf")), font);
  }
}

const packageOf = (name: string): { root: string; version: string } => {
  const root = join(MODULES, name);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return { root, version: String(version) };
};
