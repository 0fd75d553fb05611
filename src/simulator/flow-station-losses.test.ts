import { describe, expect, it } from 'vitest';
import { FlowStation } from './flow-station.ts';
import { TICK_MS } from './service-path.ts';

const SERVICE_MS = 400;
const PER_SEC = 1000 / SERVICE_MS;
const SECONDS = 600;

/** Returns those who were not turned away [1/s], when this many come in every so many ticks, to one server with 3 places. */
function servedPerSec(customers: number, everyTicks: number): number {
  const station = new FlowStation({ queueLimit: 3 }, TICK_MS);
  station.setServers({ queues: 1, servers: 1, speed: 1 });
  let served = 0;
  for (let tick = 0; tick < (SECONDS * 1000) / TICK_MS; tick++) {
    const count = tick % everyTicks === 0 ? customers : 0;
    served += count * (1 - station.refusedShare);
    const work = count * SERVICE_MS;
    station.advance({ count, work, work2: work * SERVICE_MS, work3: work * SERVICE_MS ** 2 });
  }
  return served / SECONDS;
}

describe('a station that is overloaded by customers who come in waves', () => {
  it.each([
    [4, 5],
    [10, 5],
    [2, 3],
    [1, 2],
    [40, 20],
  ])('tells as many as it cannot serve: %i every %i ticks', (customers, everyTicks) => {
    expect((customers / everyTicks) * 10).toBeGreaterThan(1.5 * PER_SEC);
    expect(servedPerSec(customers, everyTicks) / PER_SEC).toBeLessThan(1.1);
  });
});
