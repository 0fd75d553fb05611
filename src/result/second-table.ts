/** Columns with a row for each second, written row by row: counts as Int32, levels as Float64. */
export class SecondTable<Count extends string, Level extends string> {
  private readonly counts: Readonly<Record<Count, Int32Array>>;
  private readonly levels: Readonly<Record<Level, Float64Array>>;

  constructor(seconds: number, counts: readonly Count[], levels: readonly Level[]) {
    this.counts = columns(counts, () => new Int32Array(seconds));
    this.levels = columns(levels, () => new Float64Array(seconds));
  }

  write(second: number, row: Readonly<Record<Count | Level, number>>): void {
    for (const name in this.counts) this.counts[name][second] = row[name];
    for (const name in this.levels) this.levels[name][second] = row[name];
  }

  /** The rows of the first seconds. */
  series(seconds: number): Readonly<Record<Count, Int32Array>> & Readonly<Record<Level, Float64Array>> {
    const cut = <Name extends string, Column extends Int32Array | Float64Array>(
      from: Readonly<Record<Name, Column>>,
    ) => columns(Object.keys(from) as Name[], (name) => from[name].subarray(0, seconds) as Column);
    return { ...cut(this.counts), ...cut(this.levels) };
  }
}

function columns<Name extends string, Column>(
  names: readonly Name[],
  make: (name: Name) => Column,
): Record<Name, Column> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Column>;
}
