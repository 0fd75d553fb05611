import type { SourceContent, SourceReader } from '../scenario/source.ts';
import type { Host } from './host.ts';

/** Returns the reader of scenario and trace files of a host. The size is looked at before a file is read. */
export function sourceReader(host: Host): SourceReader {
  return (path, maxBytes): SourceContent => {
    const kind = host.files.kind(path);
    if (kind !== 'file') return { kind };
    try {
      const sizeBytes = host.files.sizeBytes(path);
      return sizeBytes > maxBytes
        ? { kind: 'too-large', sizeBytes }
        : { kind: 'bytes', bytes: host.files.read(path) };
    } catch (error) {
      return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
    }
  };
}
