// Keeps the script that every page has in one file. What it is made of (its core) is there before any other script of the
// page begins, so the others take it from there: without this, each module that two of them share would become a file, and
// a request of its own on the way to the first paint.
import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import * as esbuild from "esbuild";

const HANDED_OVER = 'globalThis[Symbol.for("core")]';
const TAKEN = "taken-from-core";

/** A plugin that makes `main` the one home of all it imports at once. Paths are from `root`. */
export async function oneCore({ root, main, entries, options }) {
  const files = await graph(root, entries, options);
  const core = reached(files, main);
  const outside = Object.keys(files).filter((file) => !core.has(file));
  const taken = new Set(outside.flatMap((file) => atOnce(files[file])).filter((file) => core.has(file)));
  const names = Object.fromEntries(await Promise.all([...taken].map(async (file) => [file, await exportsOf(root, file)])));
  const path = (file) => relative(root, file);

  function setup(build) {
    build.onResolve({ filter: /^\.{1,2}\// }, ({ path: wanted, importer }) => {
      const file = path(join(dirname(importer), wanted));
      return !core.has(path(importer)) && taken.has(file) ? { path: file, namespace: TAKEN } : undefined;
    });
    build.onLoad({ filter: /./, namespace: TAKEN }, ({ path: file }) => {
      const list = names[file].join(", ");
      return { contents: `const { ${list} } = ${HANDED_OVER}[${JSON.stringify(file)}];\nexport { ${list} };` };
    });
    build.onLoad({ filter: /\.js$/ }, async ({ path: file }) =>
      path(file) === main ? { contents: (await readFile(file, "utf8")) + handOver(main, names) } : undefined,
    );
  }
  return { name: "one-core", setup };
}

/** file → what it imports, of all that the entries lead to. */
async function graph(root, entries, options) {
  const { metafile } = await esbuild.build({ ...options, entryPoints: entries, absWorkingDir: root, metafile: true, splitting: true, outdir: root, write: false });
  return metafile.inputs;
}

const atOnce = ({ imports }) => imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => path);

function reached(files, from, seen = new Set()) {
  if (seen.has(from)) return seen;
  seen.add(from);
  for (const file of atOnce(files[from])) if (files[file]) reached(files, file, seen);
  return seen;
}

async function exportsOf(root, file) {
  const { metafile } = await esbuild.build({ entryPoints: [file], absWorkingDir: root, format: "esm", metafile: true, outdir: root, write: false });
  return Object.values(metafile.outputs)[0].exports;
}

/** The end of the main script: what others take of it. */
function handOver(main, names) {
  const taken = Object.entries(names);
  const imports = taken.map(([file, list], n) => `import { ${list.map((name) => `${name} as ${name}_${n}`).join(", ")} } from "./${relative(dirname(main), file)}";`);
  const given = taken.map(([file, list], n) => `${JSON.stringify(file)}: { ${list.map((name) => `${name}: ${name}_${n}`).join(", ")} }`);
  return `\n${imports.join("\n")}\n${HANDED_OVER} = { ${given.join(", ")} };\n`;
}
