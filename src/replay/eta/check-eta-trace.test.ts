import { describe, expect, it } from 'vitest';
import { checkText } from '../../testing/backtest-builder.ts';

const HEAD = 'atSec,event,ticket\n';
const problemsOf = (text: string, options = {}) => checkText(text, options).problems;

describe('a recording of a waiting room', () => {
  it.each([
    ['events', `${HEAD}0,join,a\n1,join,b\n2,admit,a\n3,leave,b\n`],
    ['other words', 'ts,action,user\n0,ENQUEUED,a\n1,queued,b\n2,granted,a\n3,gave-up,b\n'],
    [
      'NDJSON',
      [
        '{"atSec":0,"event":"join","ticket":"a"}',
        '{"atSec":1,"event":"join","ticket":"b"}',
        '{"ticket":"a","event":"admit","atSec":2}',
        '{"ticket":"b","event":"leave","atSec":3}',
      ].join('\n'),
    ],
    ['tickets', 'ticket,joinedAtSec,admittedAtSec,leftAtSec\na,0,2,\nb,1,,3\n'],
    [
      'tickets in NDJSON',
      '{"ticket":"a","joinedAtSec":0,"admittedAtSec":2}\n{"ticket":"b","joinedAtSec":1,"leftAtSec":3}',
    ],
  ])('is read from %s', (_, text) => {
    const { facts, problems } = checkText(text);
    expect(problems).toEqual([]);
    expect(facts).toMatchObject({
      firstMs: 0,
      lastMs: 3000,
      events: { join: 2, admit: 1, leave: 1, poll: 0 },
    });
  });

  it('tells what was shown, and who was not in line when asked', () => {
    const text = `atSec,event,ticket,position,eta,refill
0,refill,,,,10
0,join,a,,,
1,poll,a,1,12.4,
2,poll,a,1,,
3,admit,a,,,
4,poll,a,,,
4,leave,a,,,
5,refill,,,,30/min
`;
    expect(checkText(text).facts).toMatchObject({
      positions: 2,
      shown: 1,
      outside: 2,
      firstRefillPerSec: 10,
      events: { refill: 2, poll: 3 },
    });
  });

  it('may let a ticket wait twice, one time after the other', () => {
    expect(problemsOf(`${HEAD}0,join,a\n1,admit,a\n2,join,a\n3,leave,a\n4,join,a\n5,admit,a\n`)).toEqual([]);
  });

  it.each([
    ['an unknown event', `${HEAD}0,jion,a\n1,admit,a`, 'trace-event', 2, 3, 'join'],
    ['no event', `${HEAD}0,,a\n1,admit,a`, 'trace-event', 2, 3, 'join'],
    ['no ticket', `${HEAD}0,join,\n`, 'trace-ticket', 2, 8, 'any text'],
    ['no time', `${HEAD}now,join,a\n1,admit,a\n`, 'trace-time', 2, 1, '0'],
    [
      'a time that goes back',
      `${HEAD}5,join,a\n4,join,b\n6,admit,a\n3,admit,b`,
      'trace-unsorted',
      3,
      1,
      'sort',
    ],
    ['a second join', `${HEAD}0,join,a\n1,join,a\n2,admit,a`, 'trace-duplicate', 3, 8, 'remove the row'],
    ['an admission before its join', `${HEAD}0,admit,a\n1,join,a\n`, 'trace-order', 2, 9, '--partial'],
    ['a second admission', `${HEAD}0,join,a\n1,admit,a\n2,admit,a`, 'trace-order', 4, 9, '--partial'],
    ['15 days', `${HEAD}0,join,a\n1296000,admit,a`, 'trace-time', 3, 1, 'one sale'],
    [
      'a position of nothing',
      'atSec,event,ticket,position\n0,join,a,0\n1,admit,a,',
      'trace-shown',
      2,
      10,
      '1',
    ],
    [
      'an ETA that is no number',
      'atSec,event,ticket,eta\n0,join,a,soon\n1,admit,a,',
      'trace-shown',
      2,
      10,
      '60',
    ],
    [
      'a refill of nothing',
      'atSec,event,ticket,refill\n0,refill,,\n1,join,a,\n2,admit,a,',
      'trace-rate',
      2,
      11,
      '50/s',
    ],
    ['an unknown column', 'atSec,event,tikcet,x\n', 'trace-columns', 1, 1, 'at,event,ticket'],
    ['an end before the joining', 'ticket,joinedAtSec,admittedAtSec\na,5,4\n', 'trace-order', 2, 5, 'clocks'],
    [
      'a leaving before the admission',
      'ticket,joinedAtSec,admittedAtSec,leftAtSec\na,1,4,3\n',
      'trace-order',
      2,
      7,
      'empty',
    ],
    [
      'tickets out of order',
      'ticket,joinedAtSec,admittedAtSec\na,5,6\nb,4,7\n',
      'trace-unsorted',
      3,
      3,
      'sort',
    ],
    ['events among tickets', 'ticket,joinedAtSec,event\na,5,join\n', 'trace-columns', 1, 1, '--ignore event'],
    ['no joining among tickets', 'ticket,admittedAtSec\na,5\n', 'trace-columns', 1, 1, 'at,event,ticket'],
  ])('is refused for %s, at its place', (_, text, code, line, column, cure) => {
    const [first] = problemsOf(text);
    expect(first).toMatchObject({ code, place: { file: 'trace.csv', line, column } });
    expect(first?.cure).toContain(cure);
  });

  it.each([
    ['nothing', ''],
    ['a header', HEAD],
    ['joins', `${HEAD}0,join,a\n`],
  ])('is refused for holding %s alone', (_, text) => {
    expect(problemsOf(text)).toMatchObject([{ code: 'trace-empty' }]);
  });

  it('may begin in mid-sale, if that is said', () => {
    const text = `${HEAD}0,admit,before\n1,poll,before\n2,join,a\n3,admit,a\n`;
    expect(problemsOf(text)).toMatchObject([{ code: 'trace-order' }]);
    expect(checkText(text, { partial: true }).facts).toMatchObject({ strangers: 1, outside: 1 });
  });

  it('is told every problem at once, twenty with their places and the others by number', () => {
    const problems = problemsOf(`${HEAD}${'0,what,a\n'.repeat(30)}`);
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)).toMatchObject({ code: 'trace-more', got: '10 more problems' });
    expect(problemsOf(`${HEAD}x,join,a\n1,what,b\n2,join,a\n`).map(({ code }) => code)).toEqual([
      'trace-time',
      'trace-event',
      'trace-duplicate',
    ]);
  });

  it('counts the rows that are out of order and shows the first', () => {
    const [first] = problemsOf(`${HEAD}5,join,a\n4,join,b\n3,join,c\n6,admit,a`);
    expect(first).toMatchObject({
      place: { line: 3 },
      got: 'a time before that of an earlier row, and 1 more',
    });
  });

  it('never has its tickets printed', () => {
    const name = 'somebody@example.org';
    const texts = [
      `${HEAD}0,join,${name}\n0,join,${name}\n1,admit,other\n0,admit,${name}\n`,
      `${HEAD}x,what,${name},${name}\n`,
      `ticket,joinedAtSec,admittedAtSec,leftAtSec\n${name},5,4,1\n${name},6,x,\n`,
      `0,join,${name}\n`,
      `{"ticket":["${name}"]}\n{"ticket":"${name}","atSec":"x"}\n{"ticket":"${name}"\n`,
    ];
    for (const text of texts) {
      const problems = problemsOf(text);
      expect(problems.length).toBeGreaterThan(0);
      expect(JSON.stringify(problems)).not.toContain('somebody');
    }
  });
});
