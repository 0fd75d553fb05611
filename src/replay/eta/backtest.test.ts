import { describe, expect, it } from 'vitest';
import { summarizeBacktest } from '../../analysis/summarize-backtest.ts';
import { NO_QUOTE, OUTCOMES } from '../../result/run-record.ts';
import { backtestText } from '../../testing/backtest-builder.ts';

const BUCKET = { refillPerSec: 1, capacityTokens: 1, clockResolutionMs: 1 };

/** Forty tickets that join at once; one is let in each second from second 1 on, and all poll every 5 s. */
function drain(start = 0): readonly string[] {
  const rows: [number, string, number][] = [];
  for (let ticket = 0; ticket < 40; ticket++) rows.push([0, 'join', ticket]);
  for (let sec = 1; sec <= 40; sec++) {
    rows.push([sec, 'admit', sec - 1]);
    if (sec % 5 === 0) for (let ticket = sec; ticket < 40; ticket++) rows.push([sec, 'poll', ticket]);
  }
  return rows.map(
    ([sec, event, ticket]) => `${start + sec},${event},t${ticket},${event === 'poll' ? '7' : ''}`,
  );
}

const text = (rows: readonly string[], header = 'atSec,event,ticket,eta') => [header, ...rows].join('\n');

describe('a backtest', () => {
  it('finds that ql is exact on a line that drains as configured, and scores what was shown beside it', () => {
    const record = backtestText(text(drain()), { ...BUCKET, thinMs: 0 });
    const { eta, best, people, trace, admissionsPerSec } = summarizeBacktest(record);
    expect(eta.ql?.overall).toMatchObject({ a20: 1, maeMs: 1000 });
    expect(eta.oracle?.overall).toMatchObject({ a20: 1, maeMs: 0 });
    // 7 s is within 10 s of waits up to 17 s.
    const waits = Array.from(record.quotes.atMs, (ms, row) => {
      const visit = record.quotes.visit[row]!;
      return record.visits.endMs[visit]! - ms;
    });
    const hits = waits.filter((ms) => ms <= 17_000).length;
    expect(eta.recorded?.overall?.a20).toBeCloseTo(hits / waits.length, 12);
    expect(best).not.toBe('oracle');
    expect(people).toEqual({ waiting: 0, silent: 0, overtaken: 0, admittedSilent: 0, strangers: 0 });
    expect(trace).toMatchObject({ joins: 40, admissions: 40, shown: 140, outside: 0 });
    expect(admissionsPerSec).toBeCloseTo(40 / 39, 12);
  });

  it('does not care where the clock of the recording begins', () => {
    const [early, late] = [0, 1_790_000_000].map((start) => backtestText(text(drain(start)), BUCKET));
    expect(late?.quotes).toEqual(early?.quotes);
    expect(late?.visits).toEqual(early?.visits);
    expect(late?.trace.startEpochMs).toBe(1_790_000_000_000);
  });

  it('is the same from rows of events and from rows of tickets', () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ name: `t${i}`, joinSec: i, admitSec: 30 + 2 * i }));
    const events = rows.flatMap(({ name, joinSec, admitSec }) => [
      { sec: joinSec, order: 0, row: `${joinSec},join,${name}` },
      { sec: admitSec, order: 1, row: `${admitSec},admit,${name}` },
    ]);
    events.sort((a, b) => a.sec - b.sec || a.order - b.order);
    const long = backtestText(
      text(
        events.map(({ row }) => row),
        'atSec,event,ticket',
      ),
      BUCKET,
    );
    const tickets = rows.map(({ name, joinSec, admitSec }) => `${name},${joinSec},${admitSec}`);
    const wide = backtestText(text(tickets, 'ticket,joinedAtSec,admittedAtSec'), BUCKET);
    expect(wide.trace.isWide).toBe(true);
    expect(wide.quotes).toEqual(long.quotes);
    expect(wide.visits).toEqual(long.visits);
  });

  it('names who cannot watch without the refill', () => {
    const record = backtestText(text(drain()));
    expect(record.settings.unavailable).toEqual([
      { id: 'ql', needs: 'refill' },
      { id: 'qla', needs: 'refill' },
      { id: 'fdc', needs: 'refill' },
      { id: 'fdc-prior', needs: 'prior' },
    ]);
    expect(summarizeBacktest(record).notes.map(({ code }) => code)).toContain('backtest-facts');
  });

  it('takes the refill from its rows, a change in its time', () => {
    const rows = ['0,refill,,,1', ...drain().map((row) => `${row},`)];
    rows.splice(60, 0, `${rows[60]?.split(',')[0]},refill,,,2`);
    const record = backtestText(text(rows, 'atSec,event,ticket,eta,refill'), { thinMs: 0 });
    expect(record.settings.bucket).toEqual(BUCKET);
    expect(record.settings.capacityGiven).toBe(false);
    const changeMs = record.schedule[0]?.atMs ?? 0;
    expect(record.schedule).toEqual([{ atMs: changeMs, refillPerSec: 2 }]);
    expect(summarizeBacktest(record).eta.ql?.afterChange['0to1m']?.quotes).toBeGreaterThan(0);
    expect(record.settings.unavailable.map(({ id }) => id)).toEqual(['fdc-prior']);
  });

  it('gives what was shown as position to the estimators', () => {
    const rows = [
      '0,join,a,',
      '0,join,b,',
      '0,join,c,',
      '5,poll,c,9',
      '6,admit,a,',
      '7,admit,b,',
      '8,admit,c,',
    ];
    const record = backtestText(text(rows, 'atSec,event,ticket,position'), BUCKET);
    expect([...record.quotes.position]).toEqual([9]);
    // Position x 2 without a rate, of v1.1.
    expect(record.quotes.shownSec['moving-count']?.[0]).toBe(18);
    expect(record.quotes.shownSec.ql?.[0]).toBe(2);
  });

  it('takes tickets that stop polling for gone, unless it is told that silence means nothing', () => {
    const rows = [
      '0,join,a',
      '0,join,b',
      '0,join,c',
      '1,poll,a',
      '20,poll,b',
      '30,poll,b',
      '40,admit,b',
      '41,poll,c',
    ];
    const csv = text(rows, 'atSec,event,ticket');
    const record = backtestText(csv, BUCKET);
    const outcomes = Array.from(record.visits.outcome, (code) => OUTCOMES[code]);
    expect(outcomes).toEqual(['reneged', 'admitted', 'censored']);
    expect(record.visits.endMs[0]).toBe(1000);
    expect(record.people).toMatchObject({ waiting: 2, silent: 1, admittedSilent: 0 });
    const { inactiveAfterMs: _, ...settings } = backtestText(csv, { inactiveAfterMs: 1e6 }).settings;
    expect(settings.eta.score.sampling).toBe('polls');
    expect(backtestText(csv, { ...BUCKET, inactiveAfterMs: 1e6 }).people.silent).toBe(0);
  });

  it('counts who was let in while silent', () => {
    const rows = ['0,join,a', '0,join,b', '1,poll,a', '40,admit,a', '41,admit,b'];
    const record = backtestText(text(rows, 'atSec,event,ticket'), BUCKET);
    expect(record.people.admittedSilent).toBe(2);
    expect(summarizeBacktest(record).notes.map(({ code }) => code)).toContain('backtest-sampled-polls');
  });

  it('says who was probably gone where nothing else does', () => {
    const joins = Array.from({ length: 240 }, (_, i) => `0,join,t${i}`);
    const admits = Array.from({ length: 200 }, (_, i) => `${i + 1},admit,t${i + 20}`);
    const record = backtestText(text([...joins, ...admits], 'atSec,event,ticket'), BUCKET);
    expect(record.people).toMatchObject({ waiting: 40, overtaken: 20, silent: 0 });
    const { notes, scoring } = summarizeBacktest(record);
    expect(notes.find(({ code }) => code === 'backtest-silence')?.text).toMatch(
      /^20 of the 40 still waiting/,
    );
    expect(scoring.sampling).toBe('uniform');
  });

  it('samples by the hash of the ticket, nearly as many as it is asked for', () => {
    const joins = Array.from({ length: 2000 }, (_, i) => `0,join,t${i}`);
    const admits = Array.from({ length: 2000 }, (_, i) => `${60 + i / 100},admit,t${i}`);
    const csv = text([...joins, ...admits], 'atSec,event,ticket');
    const record = backtestText(csv, { ...BUCKET, visitors: 400 });
    const sampled = record.visits.outcome.length;
    // Binomial: 400 +- 4 standard deviations of 18.
    expect(Math.abs(sampled - 400)).toBeLessThan(72);
    expect(record.quotes.sampledShare).toBeCloseTo(sampled / 2000, 12);
    const all = backtestText(csv, BUCKET);
    const rate = (of: typeof all) => summarizeBacktest(of).eta.ql?.overall?.a20 ?? 0;
    expect(Math.abs(rate(record) - rate(all))).toBeLessThan(0.1);
  });

  it('keeps nothing that leads back to a ticket', () => {
    const record = backtestText(text(drain()).replaceAll(/,t(\d)/g, ',somebody-$1'), BUCKET);
    expect(JSON.stringify(record)).not.toContain('somebody');
    expect(Object.keys(record.visits)).toEqual(['outcome', 'joinMs', 'endMs']);
  });

  it('has no estimate that was not given', () => {
    const rows = ['0,join,a,', '5,poll,a,', '20,poll,a,30', '40,admit,a,'];
    const record = backtestText(text(rows), BUCKET);
    expect([...(record.quotes.shownSec.recorded ?? [])]).toEqual([NO_QUOTE, 30]);
    expect(summarizeBacktest(record).eta.recorded?.overall).toMatchObject({ answeredShare: 0.5, a20: 0.5 });
  });

  it('weighs the hours by the clock of the recording, of a zone, of a start, or not', () => {
    const at = (zone: string) =>
      [`2026-10-03T20:00:00${zone},join,a`, `2026-10-03T20:00:09${zone},admit,a`].join('\n');
    const hourOf = (csv: string, options: object) =>
      (backtestText(`at,event,ticket\n${csv}`, options).settings.startOfDayMs ?? -3_600_000) / 3_600_000;
    const recorded = { hours: { kind: 'recorded' } };
    expect(hourOf(at('+09:00'), recorded)).toBe(20);
    expect(hourOf(at('Z'), recorded)).toBe(20);
    expect(hourOf(at(''), recorded)).toBe(-1);
    expect(hourOf(at('Z'), { hours: { kind: 'offset', offsetMs: 32_400_000 } })).toBe(5);
    expect(hourOf(at('+09:00'), { hours: undefined })).toBe(-1);
    expect(hourOf('0,join,a\n9,admit,a', { startOfDayMs: 3_600_000 })).toBe(1);
  });
});
