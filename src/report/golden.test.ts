import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { clusterReport, emptyReport, interruptedReport, richReport } from '../testing/report-builder.ts';
import type { Page } from './format.ts';
import { WRITERS } from './registry.ts';
import type { Report } from './report.ts';

const FOLDER = fileURLToPath(new URL('../../fixtures/golden/', import.meta.url));
const rewrite = process.env.TACOS_GOLDEN === 'write';

const narrow: Page = { width: 80, color: false };
const wide: Page = { width: 100, color: false };
const first = (id: keyof typeof WRITERS, report: Report, page: Page) =>
  WRITERS[id].write(report, page)[0].content;

const table = (report: Report, name: string) =>
  WRITERS.csv.write(report, wide).find((file) => file.name === name)?.content ?? '';

const cluster = clusterReport();

const GOLDENS: Readonly<Record<string, () => string>> = {
  'terminal-100.txt': () => first('terminal', richReport(), wide),
  'terminal-80.txt': () => first('terminal', richReport(), narrow),
  'terminal-replications.txt': () => first('terminal', richReport(3), wide),
  'terminal-empty.txt': () => first('terminal', emptyReport(), narrow),
  'terminal-interrupted.txt': () => first('terminal', interruptedReport(), narrow),
  'report.md': () => first('markdown', richReport(), wide),
  'findings.json': () => first('json', richReport(), wide),
  'summary.csv': () => first('csv', richReport(3), wide),
  'cluster-terminal-100.txt': () => first('terminal', cluster, wide),
  'cluster-terminal-80.txt': () => first('terminal', cluster, narrow),
  'cluster-terminal-replications.txt': () => first('terminal', clusterReport(3), wide),
  'cluster-report.md': () => first('markdown', cluster, wide),
  'cluster-cost.csv': () => table(cluster, 'cost.csv'),
};

describe('goldens', () => {
  for (const [name, make] of Object.entries(GOLDENS)) {
    it(`${name} is what the report says today`, () => {
      const text = make();
      if (rewrite) {
        mkdirSync(FOLDER, { recursive: true });
        writeFileSync(FOLDER + name, text);
      }
      expect(text).toBe(readFileSync(FOLDER + name, 'utf8'));
    });
  }
});
