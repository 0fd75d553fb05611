import { Buffer, isUtf8 } from 'node:buffer';
import type { TraceProblems } from '../trace-problems.ts';

/** Longest line that a trace may have [bytes]; a file without line ends would otherwise grow in memory as one. */
const LONGEST_BYTES = 1_048_576;

const LINE_END = 10;

/**
 * Hands out the lines of a text whose bytes come in chunks. It holds one chunk and one unfinished line, however long the
 * text is. Text that is not UTF-8 and lines without an end are reported once, and nothing is handed out from there on.
 */
export class LineFeed {
  private readonly problems: TraceProblems;
  private readonly receive: (line: string, number: number) => void;
  private rest: Buffer = Buffer.alloc(0);
  private number = 0;
  private broken = false;

  /** @param receive gets each line without its end, and its 1-based number */
  constructor(problems: TraceProblems, receive: (line: string, number: number) => void) {
    this.problems = problems;
    this.receive = receive;
  }

  push(chunk: Uint8Array): void {
    if (this.broken) return;
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const end = bytes.lastIndexOf(LINE_END) + 1;
    if (end > 0) {
      const whole = bytes.subarray(0, end);
      this.handOut(this.rest.length === 0 ? whole : Buffer.concat([this.rest, whole]));
      this.rest = Buffer.alloc(0);
    }
    if (this.broken || end === bytes.length) return;
    // A copy: whoever reads the file may use the chunk's memory again.
    this.rest = Buffer.concat([this.rest, bytes.subarray(end)]);
    if (this.rest.length > LONGEST_BYTES) this.refuseLine();
  }

  /** The text is over; its last line may have no end. */
  end(): void {
    if (!this.broken && this.rest.length > 0) this.handOut(this.rest);
    this.rest = Buffer.alloc(0);
  }

  private handOut(block: Buffer): void {
    if (!isUtf8(block) || block.includes(0)) {
      this.refuseBytes();
      return;
    }
    const text = block.toString('utf8');
    let from = this.number === 0 && text.startsWith('\uFEFF') ? 1 : 0;
    for (let to = text.indexOf('\n', from); to >= 0; to = text.indexOf('\n', from)) {
      this.number++;
      this.receive(
        text.charCodeAt(to - 1) === 13 ? text.slice(from, to - 1) : text.slice(from, to),
        this.number,
      );
      from = to + 1;
    }
    if (from === text.length) return;
    this.number++;
    this.receive(text.slice(from), this.number);
  }

  private refuseBytes(): void {
    this.broken = true;
    const got = 'bytes that are not UTF-8 text';
    this.problems.at(
      { line: this.number + 1, column: 1 },
      { code: 'file-binary', got, expected: 'lines of text', cure: 'save the file as UTF-8, unpacked' },
    );
  }

  private refuseLine(): void {
    this.broken = true;
    this.problems.at(
      { line: this.number + 1, column: 1 },
      {
        code: 'trace-line',
        got: 'a line of more than 1 MiB',
        expected: 'a row in each line',
        cure: 'NDJSON: one object in each line, not one array',
      },
    );
  }
}
