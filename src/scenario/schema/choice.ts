import type { Problem } from '../../errors.ts';
import { type Complaint, problemAt, under } from '../report.ts';
import { describeValue, type Value, valueAt } from '../value.ts';
import type { Schema } from './schema.ts';

interface Branches<S extends readonly unknown[], M, L> {
  readonly scalars?: { readonly [K in keyof S]: Schema<S[K]> };
  readonly map?: Schema<M>;
  readonly list?: Schema<L>;
}

/** One of several kinds of value, told apart by what is written: a scalar, a section or a list. */
export function choice<const S extends readonly unknown[] = readonly [], M = never, L = never>(
  branches: Branches<S, M, L>,
): Schema<S[number] | M | L> {
  const scalars: readonly Schema<S[number]>[] = branches.scalars ?? [];
  const all = [...scalars, branches.map, branches.list].filter((each) => each !== undefined);
  const expected = all.map((each) => each.expected).join(', or ');
  return {
    expected,
    shape: {
      kind: 'choice',
      scalars,
      ...(branches.map === undefined ? {} : { map: branches.map }),
      ...(branches.list === undefined ? {} : { list: branches.list }),
    },
    check(value, path, report) {
      if (value.kind === 'map' && branches.map !== undefined) return branches.map.check(value, path, report);
      if (value.kind === 'list' && branches.list !== undefined)
        return branches.list.check(value, path, report);
      let last: Problem | undefined;
      for (const each of value.kind === 'scalar' ? scalars : []) {
        const checked = each.check(value, path, (problem) => {
          last = problem;
        });
        if (checked !== undefined) return checked;
      }
      const code = last?.code ?? 'wrong-kind';
      const words = scalars.length > 1 || last === undefined ? expected : last.expected;
      report(
        problemAt(value.origin, path, { code, got: describeValue(value), expected: words, cure: last?.cure }),
      );
      return undefined;
    },
  };
}

/** A complaint about one key of a section, or about all of it. */
export interface Objection extends Complaint {
  readonly key?: string;
}

/** The same schema with a further rule, asked once the value is right in itself. */
export function checked<T>(schema: Schema<T>, objectionTo: (value: T) => Objection | undefined): Schema<T> {
  return {
    ...schema,
    check(value: Value, path, report) {
      const result = schema.check(value, path, report);
      const objection = result === undefined ? undefined : objectionTo(result);
      if (objection === undefined) return result;
      const member = objection.key === undefined ? undefined : valueAt(value, [objection.key]);
      const where = objection.key === undefined ? path : under(path, objection.key);
      report(
        problemAt((member ?? value).origin, where, { got: describeValue(member ?? value), ...objection }),
      );
      return undefined;
    },
  };
}
