// Build: bundles the query editor and copies fonts and land to the folders named by the arguments:
// node build.mjs STATIC ATLAS
import { cp, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build } from "esbuild";

const [served, atlas] = process.argv.slice(2);
const FONTS = [
  "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
  "@fontsource-variable/source-sans-3/files/source-sans-3-latin-ext-wght-normal.woff2",
  "@fontsource/source-serif-4/files/source-serif-4-latin-600-normal.woff2",
  "@fontsource/source-serif-4/files/source-serif-4-latin-ext-600-normal.woff2",
];
const COPIED = ["@fontsource-variable/source-sans-3", "@fontsource/source-serif-4", "world-atlas"];

await mkdir(join(served, "fonts"), { recursive: true });
await mkdir(atlas, { recursive: true });
for (const font of FONTS) {
  await cp(join("node_modules", font), join(served, "fonts", basename(font)));
}
await cp("node_modules/world-atlas/countries-10m.json", join(atlas, "countries-10m.json"));
await cp("node_modules/world-atlas/countries-50m.json", join(served, "countries-50m.json"));

const bundle = await build({
  entryPoints: ["src/editor.js"],
  outfile: join(served, "editor.js"),
  bundle: true,
  charset: "utf8",
  format: "esm",
  legalComments: "none",
  loader: { ".rq": "text" },
  metafile: true,
  minify: true,
  target: "es2022",
});

const bundled = Object.keys(bundle.metafile.inputs)
  .map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1])
  .filter(Boolean);
const licences = [];
for (const name of [...new Set([...COPIED, ...bundled])].sort()) {
  const folder = join("node_modules", name);
  const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} has no licence file`);
  const text = await readFile(join(folder, file), "utf8");
  licences.push(`${name} ${about.version} (${about.license})\n\n${text.trim()}\n`);
}
await writeFile(join(served, "THIRD_PARTY.txt"), licences.join(`\n${"-".repeat(78)}\n\n`));
