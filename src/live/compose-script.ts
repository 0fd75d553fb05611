import admit from './lua/admit.lua';
import begin from './lua/begin.lua';
import bucket from './lua/bucket.lua';
import catchUp from './lua/catch-up.lua';
import enter from './lua/enter.lua';
import gate from './lua/gate.lua';
import join from './lua/join.lua';
import leave from './lua/leave.lua';
import limiter from './lua/limiter.lua';
import line from './lua/line.lua';
import open from './lua/open.lua';
import room from './lua/room.lua';
import sessions from './lua/sessions.lua';
import status from './lua/status.lua';
import tick from './lua/tick.lua';

const PARTS: Readonly<Record<string, string>> = {
  admit,
  begin,
  bucket,
  'catch-up': catchUp,
  enter,
  gate,
  join,
  leave,
  limiter,
  line,
  open,
  room,
  sessions,
  status,
  tick,
};

/**
 * Returns the text of a script. A line `--@include part` stands for the part, so that a script holds what it needs and
 * makes the functions of the rare case only when that comes; names in capitals stand for their constants, and fields of the
 * state, `s.name`, for their places in it. A call spends most of its time on making functions and what they close over, so
 * nothing that could be a literal is a variable.
 * @throws RangeError when a part, a name or a field is not known
 */
export function composeScript(
  part: string,
  constants: Readonly<Record<string, string>>,
  fields: readonly string[],
): string {
  return include(part)
    .replaceAll(
      /'[^'\n]*'|\b[A-Z][A-Z0-9_]+\b|\bs\.([a-zA-Z0-9]+)\b/g,
      (token, field: string | undefined) => {
        if (token.startsWith("'") || token === 'KEYS' || token === 'ARGV') return token;
        if (field !== undefined) return `s[${placeOf(field, fields)}]`;
        return constants[token] ?? unknown('name', token);
      },
    )
    .replaceAll(/\n{2,}/g, '\n');
}

function include(part: string): string {
  const text = PARTS[part] ?? unknown('part', part);
  return text
    .split('\n')
    .map((line) => {
      const included = /^\s*--@include (\S+)$/.exec(line)?.[1];
      return included === undefined ? line.replace(/^\s*--.*$/, '').trim() : include(included);
    })
    .join('\n');
}

function placeOf(field: string, fields: readonly string[]): number {
  const at = fields.indexOf(field);
  return at < 0 ? unknown('field', field) : at + 1;
}

function unknown(what: string, name: string): never {
  throw new RangeError(`no ${what} of the scripts is ${name}`);
}
