/**
 * The package boundaries as data, and the check that holds a file to them.
 *
 * What is enforced, and why:
 * - A package imports only the layers below it (ARCHITECTURE.md draws them), by package name, never by a relative
 *   path that leaves its folder. So each can be published, read and tested alone.
 * - The libraries have no runtime dependencies of others, and each may use only the Node.js modules listed here.
 * - `protocol`, `store` and `replication` are pure: clock, randomness, timers and the process are handed to them, so
 *   that a test steps time by hand and a seed replays a run.
 *
 * Tests and what supports them (`*.test.ts`, `*.test-support.ts`, `*.bench.ts`) keep to the layers but may use any
 * Node.js module, the real clock and the test runner. Shipped code never imports them.
 *
 * Limits: impurities are found by how they are written (`Date.now`, `Math.random`), not by following values, so an
 * alias such as `const d = Date` would pass. The check is against slips, not against cunning.
 */
import { posix } from 'node:path';
import ts from 'typescript';

/** What one package may reach. */
export interface Boundary {
  /** Its folder, relative to the repository's top. */
  readonly folder: string;
  /** The workspace's packages it may import, by name. */
  readonly packages: readonly string[];
  /** Node.js modules it may import, or `any`. */
  readonly builtins: readonly string[] | 'any';
  /** Further Node.js modules for one folder of it. */
  readonly builtinsWithin?: Readonly<Record<string, readonly string[]>>;
  /** Packages from outside the workspace it may import. */
  readonly outside: readonly string[];
  /** Whether clock, randomness, timers and process must be handed in. */
  readonly pure: boolean;
}

/** One line that crosses a boundary. */
export interface Crossing {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly reason: string;
}

const files = ['node:fs', 'node:fs/promises', 'node:path'];

/** Every package, from the base upwards. */
export const boundaries: readonly Boundary[] = [
  // Bytes are what protocol is about, and node:buffer is data alone.
  { folder: 'packages/protocol', packages: [], builtins: ['node:buffer'], outside: [], pure: true },
  {
    folder: 'packages/store',
    packages: [],
    builtins: ['node:worker_threads'],
    builtinsWithin: { 'src/persistence': files },
    outside: [],
    pure: true,
  },
  {
    folder: 'packages/replication',
    packages: ['@redwing/protocol', '@redwing/store'],
    builtins: [],
    outside: [],
    pure: true,
  },
  {
    folder: 'packages/server',
    packages: ['@redwing/protocol', '@redwing/store', '@redwing/replication'],
    builtins: 'any',
    outside: [],
    pure: false,
  },
  {
    folder: 'packages/client',
    packages: ['@redwing/protocol'],
    builtins: ['node:net', 'node:tls', 'node:events'],
    outside: [],
    pure: false,
  },
  {
    folder: 'apps/server',
    packages: ['@redwing/server'],
    builtins: 'any',
    outside: ['pino', 'pino-pretty'],
    pure: false,
  },
  { folder: 'apps/cli', packages: ['@redwing/client'], builtins: 'any', outside: [], pure: false },
];

/** Members of globals that bring in time or chance; `new Date()` without arguments is found beside them. */
const impureMembers = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'performance.timeOrigin',
  'crypto.randomUUID',
  'crypto.getRandomValues',
  'process.hrtime',
  'process.env',
  'process.pid',
]);

const timers = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']);

const supportsTests = /\.(test|bench|test-support|test-d)\.ts$/;

/** Checks one file, given by its path relative to the top folder; files outside every package have no boundary. */
export function crossings(path: string, text: string): Crossing[] {
  const boundary = boundaries.find((candidate) => path.startsWith(`${candidate.folder}/src/`));
  if (boundary === undefined) return [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  const found: Crossing[] = [];
  const report = (position: number, reason: string): void => {
    found.push({ path, line: source.getLineAndCharacterOfPosition(position).line + 1, reason });
  };
  const mustBePure = boundary.pure && !supportsTests.test(path);
  const visit = (node: ts.Node): void => {
    const specifier = importedBy(node);
    const reason = specifier === undefined ? undefined : refusal(boundary, path, specifier);
    if (reason !== undefined) report(node.getStart(source), reason);
    const impurity = mustBePure ? impurityOf(node) : undefined;
    if (impurity !== undefined) {
      report(node.getStart(source), `${impurity}: time, chance and timers are handed to this package`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The module that a syntax node names: of an import, a re-export, an `import()` as value or type, a `require()`. */
function importedBy(node: ts.Node): string | undefined {
  let specifier: ts.Node | undefined;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) specifier = node.moduleSpecifier;
  else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    specifier = node.argument.literal;
  else if (ts.isCallExpression(node) && isLoader(node.expression)) specifier = node.arguments[0];
  return specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier.text : undefined;
}

function isLoader(callee: ts.Expression): boolean {
  return (
    callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')
  );
}

/** Says why a package may not import a module, or undefined where it may. */
function refusal(boundary: Boundary, path: string, specifier: string): string | undefined {
  const test = supportsTests.test(path);
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier);
    if (!target.startsWith(`${boundary.folder}/`)) {
      return `'${specifier}' leaves ${boundary.folder}: import other packages by name`;
    }
    if (!test && supportsTests.test(target))
      return `'${specifier}' is for tests: shipped code may not import it`;
    return undefined;
  }
  if (specifier.startsWith('@redwing/') || specifier === 'redwing-server') {
    return boundary.packages.includes(specifier)
      ? undefined
      : `${boundary.folder} may not import '${specifier}': it may import ${listed(boundary.packages)}`;
  }
  if (test) return undefined;
  if (specifier.startsWith('node:')) {
    return mayUseBuiltin(boundary, path, specifier)
      ? undefined
      : `${boundary.folder} may not import '${specifier}': what it needs of Node.js is handed to it`;
  }
  return boundary.outside.includes(specifier)
    ? undefined
    : `${boundary.folder} may not import '${specifier}': it is not among its dependencies from outside`;
}

function mayUseBuiltin(boundary: Boundary, path: string, specifier: string): boolean {
  if (boundary.builtins === 'any' || boundary.builtins.includes(specifier)) return true;
  return Object.entries(boundary.builtinsWithin ?? {}).some(
    ([folder, builtins]) => path.startsWith(`${boundary.folder}/${folder}/`) && builtins.includes(specifier),
  );
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'no package of this workspace' : names.join(', ');
}

/** The clock, source of chance or timer that a syntax node takes instead of receiving it. */
function impurityOf(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const member = `${node.expression.text}.${node.name.text}`;
    return impureMembers.has(member) ? member : undefined;
  }
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Date') {
    return node.arguments?.length ? undefined : 'new Date()';
  }
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && timers.has(node.expression.text)) {
    return node.expression.text;
  }
  return undefined;
}
