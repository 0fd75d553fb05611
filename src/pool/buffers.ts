/**
 * Returns the buffers of all typed arrays in plain data, each once, so that they can be handed to another thread and not
 * copied. Whoever hands them over has them no longer. Memory that threads share is not among them.
 */
export function buffersIn(data: unknown): readonly ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  gather(data, buffers);
  return [...buffers];
}

function gather(node: unknown, buffers: Set<ArrayBuffer>): void {
  if (typeof node !== 'object' || node === null) return;
  if (ArrayBuffer.isView(node)) {
    if (node.buffer instanceof ArrayBuffer) buffers.add(node.buffer);
    return;
  }
  for (const child of Object.values(node)) gather(child, buffers);
}
