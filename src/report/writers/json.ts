import type { Writer } from '../format.ts';
import type { Report } from '../report.ts';

/** Version of the layout of findings.json. */
const SCHEMA_VERSION = 1;

/** The findings and the manifest as versioned JSON, the document that other programs rely on. */
export const jsonWriter: Writer = {
  id: 'json',
  fileName: 'findings.json',
  write: (report) => [{ name: 'findings.json', content: findingsText(report) }],
};

/** Returns the document as text; what is absent or not finite is left out. */
export function findingsText({
  manifest,
  findings,
  variants,
}: Pick<Report, 'manifest' | 'findings' | 'variants'>): string {
  const beside =
    variants.length === 0 ? {} : { variants: variants.map(({ plan: _, ...variant }) => variant) };
  const document = { schemaVersion: SCHEMA_VERSION, manifest, findings, ...beside };
  return jsonText(document);
}

/** Returns a document as JSON text; what is absent or not finite is left out. */
export function jsonText(document: object): string {
  return `${JSON.stringify(document, finiteOnly, 2)}\n`;
}

function finiteOnly(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? undefined : value;
}
