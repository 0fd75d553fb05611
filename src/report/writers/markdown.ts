import { compose } from '../compose.ts';
import type { Writer } from '../format.ts';
import { documentMarkdown, MARKDOWN_LAYOUT } from './document-markdown.ts';

/** The report as Markdown. */
export const markdownWriter: Writer = {
  id: 'markdown',
  fileName: 'report.md',
  write: (report) => [{ name: 'report.md', content: documentMarkdown(compose(report, MARKDOWN_LAYOUT)) }],
};
