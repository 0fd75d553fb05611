import type { RunParts } from './run-parts.ts';

/** Tickets that are not in line yet and will ask again, or whose joining is on the way. */
export class Newcomers {
  joining = 0;
  private readonly parts: RunParts;
  /** 1 for tickets counted in `joining`. */
  private readonly outside: Uint8Array;
  /** By visitor: tabs that failed to join for good. */
  private readonly shutOut: Uint16Array;

  /** @param mayWait false where everybody is in line at once. */
  constructor(parts: RunParts, mayWait: boolean) {
    this.parts = parts;
    this.outside = new Uint8Array(mayWait ? parts.crowd.tickets : 0);
    this.shutOut = new Uint16Array(mayWait ? parts.crowd.visitors : 0);
  }

  /** A ticket is not in line, and will be heard of again. */
  wait(ticket: number): void {
    this.outside[ticket] = 1;
    this.joining++;
  }

  /** A ticket acts, perhaps one that waited here. */
  comesBack(ticket: number): void {
    if (this.joining === 0 || this.outside[ticket] !== 1) return;
    this.outside[ticket] = 0;
    this.joining--;
  }

  /** The ticket in hand was not let into the line; it asks again, or its visitor has failed if all its tabs have. */
  joinLater(ticket: number, againMs: number | undefined, nowMs: number): void {
    const { visitors, crowd, visits, wheel, plan } = this.parts;
    if (againMs !== undefined) {
      this.wait(ticket);
      wheel.schedule(ticket, visitors.put(), againMs);
      return;
    }
    const visitor = crowd.tabs.visitorOf(ticket);
    const { tabs } = plan.visitors[crowd.classOf[visitor]!]!;
    this.shutOut[visitor]! += 1;
    if (this.shutOut[visitor] !== tabs || !visits.is(visitor, 'censored')) return;
    visits.end(visitor, 'failed', nowMs);
  }
}
