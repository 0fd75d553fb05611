import { createHash } from 'node:crypto';
import type { AdmissionRules } from '../engine/rules.ts';
import { composeScript } from './compose-script.ts';
import { roomConstants, STATE_FIELDS } from './room-constants.ts';

/** A script and the SHA-1 by which EVALSHA names it. */
export interface Script {
  readonly text: string;
  readonly sha: string;
}

export interface RoomScripts {
  readonly open: Script;
  readonly begin: Script;
  readonly join: Script;
  readonly status: Script;
  readonly enter: Script;
  readonly leave: Script;
  readonly tick: Script;
  /** SHA-1 of the rules as the scripts know them: rooms of different rules must not be mixed. */
  readonly fingerprint: string;
}

/**
 * Returns the scripts of a room under these rules, one for each kind of request.
 * @param budget units of catching up that one call may do
 */
export function roomScripts(rules: AdmissionRules, budget?: number): RoomScripts {
  const constants = roomConstants(rules, budget);
  const script = (part: string): Script => {
    const text = composeScript(part, constants, STATE_FIELDS);
    return { text, sha: sha1(text) };
  };
  return {
    open: script('open'),
    begin: script('begin'),
    join: script('join'),
    status: script('status'),
    enter: script('enter'),
    leave: script('leave'),
    tick: script('tick'),
    fingerprint: sha1(JSON.stringify(roomConstants(rules))),
  };
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
