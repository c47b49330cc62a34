// Bundles GraphiQL, the editor's workers and the fonts into ../assets, with the licences of everything that went in.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { build } from 'esbuild';

const ASSETS = '../assets';

// What a package carries of others without their licence beside it.
const INSIDE = {
  'monaco-editor': [
    'Inside: the codicon font, Copyright Microsoft Corporation (CC-BY-4.0).',
    'Inside: DOMPurify, Copyright Cure53 and other contributors (Apache-2.0 or MPL-2.0).',
  ],
};

const options = {
  bundle: true,
  minify: true,
  metafile: true,
  target: 'es2022',
  outdir: ASSETS,
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  legalComments: 'none', // LICENSES.txt has them
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"' },
};

function outputOf({ metafile }, entry) {
  const [path] = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === entry);
  return JSON.stringify(`./${basename(path)}`);
}

function licences(results) {
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const folders = new Set(inputs.flatMap((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []));
  return [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|thirdpartynotices)/i.test(file));
    if (!license) {
      throw new Error(`${name} names no licence`);
    }
    const texts = files.map((file) => readFileSync(`${folder}/${file}`, 'utf8').trim());
    return [`${name} ${version} (${license})`, ...(INSIDE[name] ?? []), ...texts].join('\n\n');
  });
}

rmSync(ASSETS, { recursive: true, force: true });
mkdirSync(ASSETS);

const entries = {
  EDITOR_WORKER: 'node_modules/monaco-editor/esm/vs/editor/editor.worker.js',
  GRAPHQL_WORKER: 'node_modules/monaco-graphql/esm/graphql.worker.js',
  JSON_WORKER: 'node_modules/monaco-editor/esm/vs/language/json/json.worker.js',
};
const workers = await build({ ...options, format: 'iife', entryPoints: Object.values(entries) });
const names = Object.entries(entries).map(([name, entry]) => [name, outputOf(workers, entry)]);
const page = await build({
  ...options,
  format: 'esm',
  entryPoints: ['main.jsx'],
  jsx: 'automatic',
  loader: { '.ttf': 'file', '.woff2': 'file' },
  define: { ...options.define, ...Object.fromEntries(names) },
});

const rule = `\n\n${'-'.repeat(80)}\n\n`;
writeFileSync(`${ASSETS}/LICENSES.txt`, `${licences([workers, page]).join(rule)}\n`);

const digest = (file) => createHash('sha256').update(readFileSync(`${ASSETS}/${file}`)).digest('hex');
const sums = readdirSync(ASSETS).map((file) => `${digest(file)}  ${file}\n`);
writeFileSync(`${ASSETS}/SHA256SUMS`, sums.join(''));
