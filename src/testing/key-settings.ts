/** How the keys of a part of the language are set. */
export interface KeySettings {
  /** Member of each named list. */
  readonly members: Readonly<Record<string, string>>;
  /** What must be set before a key of a section can be, by the beginning of its path. */
  readonly contexts: Readonly<Record<string, string>>;
  /** Values for keys that the examples of their kind do not fit. */
  readonly values: Readonly<Record<string, readonly [string, string]>>;
  /** Whole flags for keys that cannot be set one by one. */
  readonly flags: Readonly<Record<string, readonly [string, string]>>;
  /** Flags beside the whole flags of a key. */
  readonly beside: Readonly<Record<string, readonly string[]>>;
}
