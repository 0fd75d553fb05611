import { type Complaint, problemAt, type Report, under } from './report.ts';
import { describeValue, type Origin, type Value, valueAt } from './value.ts';

/** Where rules that span several values report: a filled scenario and the receiver of its problems. */
export interface Site {
  readonly root: Value;
  readonly report: Report;
}

/** A way to a value: keys, names of members of named lists, and indices of other lists. */
export type Way = readonly (string | number)[];

/** Reports a complaint about a value; where it is absent, at the nearest section around it that was written. */
export function complain(site: Site, way: Way, complaint: Complaint): void {
  const value = valueAt(site.root, way);
  const got = value === undefined ? 'nothing' : describeValue(value);
  site.report(problemAt(writtenOrigin(site.root, way), pathOf(way), { got, ...complaint }));
}

/** Returns a way as a dotted path. */
function pathOf(way: Way): string {
  return way.reduce<string>(under, '');
}

/** Returns the origin of a value, or of the nearest section around it that a person wrote. */
export function writtenOrigin(root: Value, way: Way): Origin {
  for (let length = way.length; length > 0; length -= 1) {
    const origin = valueAt(root, way.slice(0, length))?.origin;
    if (origin?.kind === 'file' || origin?.kind === 'flag') return origin;
  }
  return root.origin;
}
