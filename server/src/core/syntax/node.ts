/**
 * The tree of a YAML or JSON chunk. Nodes are immutable and their offsets are relative to the start of their parent,
 * so that a node is the same value wherever an edit above has moved it, and pieces that parse alone can be joined.
 */
export type Node = MapNode | ListNode | ScalarNode | AliasNode;

interface NodeBase {
  /** Distance from the start of the parent node (of the chunk, for the root), in UTF-16 code units. */
  readonly offset: number;
  readonly length: number;
  /** `&name` on this node. */
  readonly anchorName?: string;
  /** An explicit tag such as `!reset`, never a resolved one. */
  readonly tag?: string;
}

export interface MapNode extends NodeBase {
  readonly kind: 'map';
  /** Written as `{ }`. */
  readonly flow: boolean;
  readonly entries: readonly MapEntry[];
}

export interface MapEntry {
  /** Undefined for a key that is a collection: such entries exist, but no route leads to them. */
  readonly key: ScalarNode | undefined;
  /** Undefined when nothing stands behind the colon. */
  readonly value: Node | undefined;
}

export interface ListNode extends NodeBase {
  readonly kind: 'list';
  /** Written as `[ ]`. */
  readonly flow: boolean;
  readonly items: readonly (Node | undefined)[];
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  /** The value by the YAML 1.2 core schema, or of JSON. */
  readonly value: string | number | boolean | null;
  /** What the value was made from: for a plain scalar its text, else the unquoted string. */
  readonly source: string;
  readonly style: ScalarStyle;
}

export interface AliasNode extends NodeBase {
  readonly kind: 'alias';
  readonly name: string;
}

/** A place where the text is not well formed; offsets in the chunk. */
export interface SyntaxFault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** Lines that could not be read, or not for certain. */
export interface BrokenPlace {
  readonly start: number;
  /** The line behind them. */
  readonly end: number;
  /** The children of the block that they stand in: what it lacks is not known. */
  readonly holder: readonly unknown[];
  /** The route to that block. */
  readonly route: readonly (string | number)[];
  /** The entry or item that they are; undefined when they are none. */
  readonly step: string | number | undefined;
}

/** A chunk parsed: always a tree, plus faults. */
export interface DataTree {
  readonly root: Node | undefined;
  readonly faults: readonly SyntaxFault[];
  /**
   * Where the faults are, when what surrounds them stands all the same; in the order of the text. Undefined with faults:
   * nothing behind the first one is known.
   */
  readonly broken?: readonly BrokenPlace[];
  /** Where `&name` stands, as the routes' raw steps from the root; the last definition before an alias wins in YAML. */
  readonly anchors: ReadonlyMap<string, AnchorDefinition>;
}

/** An anchored node with its absolute start (its own offset is 0), and the route to it. */
export interface AnchorDefinition {
  readonly node: Node;
  readonly start: number;
  readonly route: readonly (string | number)[];
}

/** Depth at which a tree is cut: no real manifest nests as deep, and a recursion stays far from the stack's end. */
export const maximalDepth = 400;
