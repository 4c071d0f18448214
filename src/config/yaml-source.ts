import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import type { Complaint, ConfigPath, Position } from './errors.ts';
import { syntaxIssues } from './syntax-issues.ts';

/** A YAML file as plain values, and where each of them is written. */
export interface YamlSource {
  readonly value: unknown;
  /**
   * Where a value starts, or its key (of an item of a list, the item itself); or the closest thing around it that the file
   * has.
   */
  positionOf(path: ConfigPath, target: 'key' | 'value'): Position;
  has(path: ConfigPath): boolean;
}

export type YamlResult =
  | { readonly ok: true; readonly source: YamlSource }
  | { readonly ok: false; readonly issues: readonly Complaint[] };

/** Deeper nesting means nothing here, and could exhaust the stack. */
const deepest = 32;

/**
 * Reads one YAML 1.2 document of plain maps, lists and scalars. Aliases, anchors, tags, merge keys, duplicate keys and
 * the words of YAML 1.1 are no part of that. Messages are our own: the library's may quote the file.
 */
export function readYaml(text: string): YamlResult {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    stringKeys: true,
    // Checked below instead: the library compares each key with every other.
    uniqueKeys: false,
  });
  const at = (offset: number): Position => positionAt(lines, offset);
  const troubles = syntaxIssues(text, document, at);
  if (troubles.length > 0) return { ok: false, issues: troubles };
  if (document.directives.yaml.version !== '1.2') {
    return {
      ok: false,
      issues: [{ ...at(0), path: [], message: 'this is read as YAML 1.2: remove the %YAML line' }],
    };
  }
  const issues: Complaint[] = [];
  const value = new Reader(at, issues).read(document.contents, []);
  if (issues.length > 0) return { ok: false, issues };
  return { ok: true, source: { value, ...locator(document.contents, at) } };
}

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

class Reader {
  readonly #at: (offset: number) => Position;
  readonly #issues: Complaint[];

  constructor(at: (offset: number) => Position, issues: Complaint[]) {
    this.#at = at;
    this.#issues = issues;
  }

  read(node: Node | null, path: ConfigPath): unknown {
    if (node === null) return null;
    this.#refuseExtras(node, path);
    if (isScalar(node)) return node.value;
    if (isAlias(node)) return null;
    if (path.length > deepest) return this.#refuse(node, path, 'nested too deeply');
    if (isSeq<Node | null>(node)) return node.items.map((item, index) => this.read(item, [...path, index]));
    return isMap<Node, Node | null>(node) ? this.#readMap(node, path) : null;
  }

  #readMap(map: YAMLMap<Node, Node | null>, path: ConfigPath): unknown {
    const values = new Map<string, unknown>();
    for (const { key, value } of map.items) {
      const name = String(isScalar(key) ? key.value : '');
      const itsPath = [...path, name];
      if (name === '<<') this.#refuse(key, itsPath, 'merge keys are not supported: write the keys out');
      else if (name === '__proto__') this.#refuse(key, itsPath, 'not a key that can be used here');
      else if (values.has(name)) this.#refuse(key, itsPath, 'written twice: keep one of them');
      this.#refuseExtras(key, itsPath);
      values.set(name, this.read(value, itsPath));
    }
    return Object.fromEntries(values);
  }

  #refuseExtras(node: Node, path: ConfigPath): void {
    if (isAlias(node) || ('anchor' in node && node.anchor !== undefined)) {
      this.#refuse(
        node,
        path,
        'anchors (&) and aliases (*) are not supported: write the value out, or put text in quotes',
      );
    } else if (node.tag !== undefined && isWrittenTag(node.tag)) {
      this.#refuse(node, path, 'tags (!) are not supported: write the value alone, or put text in quotes');
    }
  }

  #refuse(node: Node, path: ConfigPath, message: string): null {
    this.#issues.push({ ...this.#at(node.range?.[0] ?? 0), path, message });
    return null;
  }
}

/** Collections and texts carry the tags of the core schema though nobody wrote them. */
function isWrittenTag(tag: string): boolean {
  return !/^tag:yaml\.org,2002:(?:map|seq|str|int|float|bool|null)$/.test(tag);
}

function locator(root: Node | null, at: (offset: number) => Position): Omit<YamlSource, 'value'> {
  const finder = new Finder(root);
  return {
    positionOf(path, target) {
      const { keyOffset, valueOffset } = finder.find(path);
      return at(target === 'key' ? keyOffset : valueOffset);
    },
    has: path => finder.find(path).depth === path.length,
  };
}

interface Found {
  readonly keyOffset: number;
  readonly valueOffset: number;
  /** How much of the path the file has. */
  readonly depth: number;
}

interface Entry {
  readonly key: Node | null;
  readonly value: Node | null;
}

class Finder {
  readonly #root: Node | null;
  /** A file of garbage has a mistake in each of its keys: none is looked for twice. */
  readonly #entries = new WeakMap<Node, ReadonlyMap<string, Entry>>();

  constructor(root: Node | null) {
    this.#root = root;
  }

  find(path: ConfigPath): Found {
    const start = startOf(this.#root) ?? 0;
    let found: Found = { keyOffset: start, valueOffset: start, depth: 0 };
    let node = this.#root;
    for (const key of path) {
      const entry = node === null ? undefined : this.#entriesOf(node).get(String(key));
      if (entry === undefined) return found;
      const keyOffset = startOf(entry.key) ?? startOf(entry.value) ?? found.keyOffset;
      // A key without a value ends where it stands: point to the key.
      const isEmpty = entry.value?.range?.[0] === entry.value?.range?.[1];
      const valueOffset = (isEmpty ? null : startOf(entry.value)) ?? keyOffset;
      found = { keyOffset, valueOffset, depth: found.depth + 1 };
      node = entry.value;
    }
    return found;
  }

  #entriesOf(node: Node): ReadonlyMap<string, Entry> {
    const known = this.#entries.get(node) ?? new Map(readEntries(node));
    this.#entries.set(node, known);
    return known;
  }
}

function readEntries(node: Node): readonly (readonly [string, Entry])[] {
  if (isSeq<Node | null>(node)) {
    return node.items.map((value, index) => [String(index), { key: null, value }] as const);
  }
  if (!isMap<Node, Node | null>(node)) return [];
  return node.items.flatMap(entry =>
    isScalar(entry.key) ? [[String(entry.key.value), entry] as const] : [],
  );
}

function startOf(node: Node | null | undefined): number | undefined {
  return node?.range?.[0];
}
