import type { Page } from '../format.ts';
import { documentMarkdown } from '../writers/document-markdown.ts';
import { documentText } from '../writers/document-text.ts';
import { jsonText } from '../writers/json.ts';
import { composeGate, composeGateEnding } from './compose-gate.ts';
import type { GateReport } from './gate-report.ts';

/** Version of the layout of gate.json. */
const SCHEMA_VERSION = 1;

/** Returns the report of a gate as a page of text. */
export function gateText(report: GateReport, page: Page): string {
  return documentText(composeGate(report), page);
}

/** Returns the last line of a gate's report alone. */
export function gateLastLine(report: GateReport, page: Page): string {
  return documentText(composeGateEnding(report), page);
}

/** Returns the report of a gate as Markdown, for a file or the summary of a step. */
export function gateMarkdown(report: GateReport): string {
  return documentMarkdown(composeGate(report));
}

/** Returns the manifest and the findings of a gate as versioned JSON. */
export function gateJson({ manifest, findings, exitCode, interrupted, remarks }: GateReport): string {
  return jsonText({ schemaVersion: SCHEMA_VERSION, manifest, findings, interrupted, remarks, exitCode });
}
