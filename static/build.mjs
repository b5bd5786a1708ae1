// Builds the front end: `npm ci && node static/build.mjs` leaves plain files in static/dist/.
// Every file has its content's hash in its name and stands in manifest.json; text has a .br and a .gz beside it.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { Resvg } from "@resvg/resvg-js";
import * as esbuild from "esbuild";
import { PurgeCSS } from "purgecss";
import * as sass from "sass";
import { oneCore } from "./build-core.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const at = (...parts) => join(root, ...parts);
const dist = at("static/dist");
const fresh = at("static/dist.new");
const browsers = ["chrome111", "edge111", "firefox115", "safari16.4"];

// What a phone on a poor connection may be asked to fetch, in bytes after brotli.
const budget = { "app.css": 9 * 1024, "main.js": 31 * 1024, "icons.svg": 2 * 1024 };
const budgetTogether = 40 * 1024;

// Our word for an icon → its drawing in bootstrap-icons. Only these travel.
const icons = {
  alert: "exclamation-triangle-fill", "arrow-down": "arrow-down", "arrow-right": "arrow-right", "arrow-up": "arrow-up",
  back: "arrow-left", check: "check-lg", clock: "clock-history", jobs: "card-checklist", list: "list-ul", more: "three-dots", pause: "pause-fill",
  place: "geo-alt", play: "play-fill", plus: "plus-lg", printer: "printer", scan: "qr-code-scan", search: "search",
  user: "person-circle", zap: "lightning-charge-fill",
};
// Those of desks, in a sprite of their own: Shop Mobile does not fetch them.
const deskIcons = {
  calendar: "calendar3", camera: "camera", catalog: "box-seam", customers: "people", download: "download", drop: "trash3", edit: "pencil", mail: "envelope",
  money: "receipt", quote: "file-earmark-text", rework: "arrow-repeat", save: "bookmark", settings: "sliders", timer: "stopwatch",
};

const fonts = {
  "Inter-Regular.ttf": "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf",
  "Inter-SemiBold.ttf": "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf",
  "Inter-Bold.ttf": "@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf",
  "DejaVuSans.ttf": "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",
  "DejaVuSans-Bold.ttf": "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf",
  "NotoEmoji-Regular.ttf": "@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf",
};

const licences = [
  "alpinejs", "barcode-detector", "bootstrap", "bootstrap-icons", "@expo-google-fonts/inter", "@expo-google-fonts/noto-emoji",
  "dejavu-fonts-ttf", "zxing-wasm",
];

// Styles of one page alone, beside app.css.
const sheets = { "app.css": "static/css/app.scss", "desk.css": "static/css/desk.scss", "scan.css": "static/css/scan.scss" };

// What pages name in a <script>. What these import by import() becomes a file of its own, fetched when it is asked for.
const scripts = ["static/js/main.js", "static/js/desk.js", "static/js/scan/scan.js"];
// Fetched seldom: not kept on every device from the start.
const seldom = /^zxing/;

const manifest = {};
const sizes = {};

const hash = (content) => createHash("sha256").update(content).digest("hex").slice(0, 10);
const text = (path) => readFileSync(at(path), "utf8");

/** Writes a text file with its compressed twins and gives the size that travels. */
function writeText(name, content) {
  const bytes = Buffer.from(content);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const brotli = brotliCompressSync(bytes, { params });
  writeFileSync(join(fresh, name), bytes);
  writeFileSync(join(fresh, `${name}.br`), brotli);
  writeFileSync(join(fresh, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  return brotli.length;
}

function hashed(name, content) {
  const extension = extname(name);
  manifest[name] = `${name.slice(0, -extension.length)}.${hash(content)}${extension}`;
  return manifest[name];
}

const addText = (name, content) => (sizes[name] = writeText(hashed(name, content), content));

/** What the page's own file imports at once, so that base.html can ask for it in the same breath. */
const preloads = {};
const addBinary = (name, content) => writeFileSync(join(fresh, hashed(name, content)), content);

async function styles(name, source) {
  const { css } = sass.compile(at(source), {
    loadPaths: [at("node_modules"), at("static/css")],
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  const [{ css: used }] = await new PurgeCSS().purge({
    content: [at("templates/**/*.html"), at("static/js/**/*.js")],
    css: [{ raw: css }],
    // These come from data, so no template spells them out.
    safelist: { standard: ["dialog", "blockquote"], greedy: [/tone-/, /rows-/, /due-/, /data-/, /aria-/, /:checked/] },
    variables: true,
  });
  const { code } = await esbuild.transform(used, { loader: "css", minify: true, target: browsers });
  addText(name, code);
}

const bundling = {
  bundle: true,
  minify: true,
  write: false,
  format: "esm",
  target: browsers,
  legalComments: "none",
  nodePaths: [at("node_modules")],
};

const bundle = (entryPoints, options) => esbuild.build({ ...bundling, entryPoints: entryPoints.map((entry) => at(entry)), ...options });

/** One file an entry and one for each import(). esbuild puts the hashes into names and imports. */
async function pageScripts() {
  const loader = { ".wasm": "file" };
  const core = await oneCore({ root, main: scripts[0], entries: scripts, options: { ...bundling, loader } });
  const { outputFiles, metafile } = await bundle(scripts, {
    splitting: true,
    metafile: true,
    outdir: fresh,
    publicPath: "/static",
    absWorkingDir: root,
    loader,
    plugins: [core],
    entryNames: "[name].[hash]",
    chunkNames: "[name].[hash]",
    assetNames: "[name].[hash]",
  });
  for (const { path, contents } of outputFiles) {
    const file = basename(path);
    const name = plain(file);
    manifest[name] = file;
    sizes[name] = writeText(file, contents);
  }
  for (const entry of scripts) {
    const name = basename(entry);
    const made = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint === entry);
    const atOnce = made.imports.filter(({ kind }) => kind === "import-statement");
    preloads[name] = atOnce.map(({ path }) => plain(basename(path)));
  }
}

/** Under a name that stays: it must come when nothing else of its page does. */
async function bootScript() {
  const { outputFiles } = await bundle(["static/js/boot.js"], { format: "iife" });
  manifest["boot.js"] = "boot.js";
  sizes["boot.js"] = writeText("boot.js", outputFiles[0].text);
}

/** `scan.QX3T5YLA.js` → `scan.js`; several shared files are all called chunk and keep their hash. */
const plain = (file) => (file.startsWith("chunk.") ? file : file.replace(/\.[0-9A-Z]{8}\./, "."));

function sprite(file, drawings) {
  const symbol = ([name, drawing]) =>
    text(`node_modules/bootstrap-icons/icons/${drawing}.svg`)
      .replace(/<svg[^>]*>/, `<symbol id="${name}" viewBox="0 0 16 16">`)
      .replace("</svg>", "</symbol>")
      .replace(/\s*\n\s*/g, "");
  addText(file, `<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor">${Object.entries(drawings).map(symbol).join("")}</svg>`);
}

/** One drawing, three forms: a favicon, icons with our own round corners, and full-bleed ones for launchers that cut their own shape. */
function appIcons() {
  const drawing = text("static/art/icon.svg");
  addText("favicon.svg", drawing);
  const bleed = drawing.replace('rx="112"', 'rx="0"').replace('scale(1)', 'scale(.78)');
  const png = (svg, width) => new Resvg(svg, { fitTo: { mode: "width", value: width } }).render().asPng();
  for (const width of [192, 512]) {
    addBinary(`icon-${width}.png`, png(drawing, width));
    addBinary(`maskable-${width}.png`, png(bleed, width));
  }
}

/** Real pages, as an app store would show them. */
function screenshots() {
  for (const file of readdirSync(at("static/art/screens"))) addBinary(file, readFileSync(at("static/art/screens", file)));
}

/** What a device keeps from the start. */
const isShell = (name) => /^(icons|desk)\.svg$|\.(css|js)$/.test(name) && !seldom.test(name);

// What the worker's pages are made of: when one of these changes, so does its version.
const shellPages = [
  "templates/pwa/offline.html", "templates/pwa/pocket.html", "templates/layouts/base.html", "templates/layouts/plain.html",
  "templates/layouts/floor.html", "templates/parts/top.html", "templates/parts/bar.html", "templates/parts/outbox.html",
  "templates/parts/ui.html",
];

/** The worker keeps its name (browsers look for it there) and knows this build's files. */
async function worker() {
  const shell = Object.keys(manifest).filter(isShell).map((name) => `/static/${manifest[name]}`);
  const pages = shellPages.map(text).join();
  const define = { SHELL: JSON.stringify(shell), VERSION: JSON.stringify(hash(shell.join() + pages)) };
  const { outputFiles } = await bundle(["service_worker/main.js"], { define, format: "iife" });
  sizes["service-worker.js"] = writeText("service-worker.js", outputFiles[0].text);
}

/** For the printed sheets only; pages use the fonts of the device. */
function paperFonts() {
  mkdirSync(join(fresh, "fonts"));
  for (const [name, source] of Object.entries(fonts)) cpSync(at("node_modules", source), join(fresh, "fonts", name));
}

function licenceTexts() {
  const part = (name) => {
    const folder = at("node_modules", name);
    const files = readdirSync(folder).filter((file) => /^LICENSE/i.test(file));
    const words = files.map((file) => readFileSync(join(folder, file), "utf8"));
    return `${name}\n\n${words.join("\n") || `${JSON.parse(text(`node_modules/${name}/package.json`)).license} licence`}`;
  };
  writeFileSync(join(fresh, "licences.txt"), licences.map(part).join(`\n${"-".repeat(72)}\n`));
}

function report() {
  for (const [name, size] of Object.entries(sizes)) {
    const limit = budget[name];
    console.log(`${name.padEnd(18)} ${String(size).padStart(6)} B br${limit ? ` of ${limit}` : ""}`);
  }
  const onEveryPage = ["app.css", "main.js", ...preloads["main.js"]];
  const together = onEveryPage.reduce((sum, name) => sum + sizes[name], 0);
  console.log(`${"css + js".padEnd(18)} ${String(together).padStart(6)} B br of ${budgetTogether}`);
  const over = Object.keys(budget).filter((name) => sizes[name] > budget[name]);
  if (over.length || together > budgetTogether) throw new Error(`Past the budget: ${over.join(", ") || "css + js together"}`);
}

rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });
for (const [name, source] of Object.entries(sheets)) await styles(name, source);
await pageScripts();
await bootScript();
sprite("icons.svg", icons);
sprite("desk.svg", deskIcons);
appIcons();
screenshots();
await worker();
paperFonts();
licenceTexts();
writeFileSync(join(fresh, "preloads.json"), JSON.stringify(preloads, null, 2));
writeFileSync(join(fresh, "manifest.json"), JSON.stringify(manifest, null, 2));
report();
// Swapped in at the end, so that a server reading static/dist never sees half a build.
rmSync(dist, { recursive: true, force: true });
renameSync(fresh, dist);
