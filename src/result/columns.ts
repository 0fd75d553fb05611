import { Buffer } from 'node:buffer';

/** A typed array that a record may hold as a column. */
export type Column = Uint8Array | Int32Array | Uint32Array | Float64Array;

/** Names of the element types in a saved run. */
type ColumnType = 'u8' | 'i32' | 'u32' | 'f64';

/** A column as it stands in a saved run: little-endian bytes in base64. */
export interface SavedColumn {
  readonly type: ColumnType;
  /** Number of elements. */
  readonly length: number;
  readonly base64: string;
}

const BYTES_PER_ELEMENT: Readonly<Record<ColumnType, number>> = { u8: 1, i32: 4, u32: 4, f64: 8 };

/** True on machines that keep the low byte first, where columns are copied as they are. */
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Returns whether a value is a typed array that a saved run can hold. */
export function isColumn(value: unknown): value is Column {
  return (
    value instanceof Uint8Array ||
    value instanceof Int32Array ||
    value instanceof Uint32Array ||
    value instanceof Float64Array
  );
}

/** Returns the element type of a column. */
function columnType(column: Column): ColumnType {
  if (column instanceof Int32Array) return 'i32';
  if (column instanceof Uint32Array) return 'u32';
  if (column instanceof Float64Array) return 'f64';
  return 'u8';
}

/** Returns a column as saved; the same elements give the same text on every machine. */
export function encodeColumn(column: Column): SavedColumn {
  const type = columnType(column);
  return { type, length: column.length, base64: littleEndian(column, type).toString('base64') };
}

/**
 * Returns the column that a saved one stands for.
 * @throws RangeError that says what is wrong: the type, or a length that the bytes do not match.
 */
export function decodeColumn(saved: SavedColumn): Column {
  const width = BYTES_PER_ELEMENT[saved.type];
  if (width === undefined) throw new RangeError(`column type "${saved.type}" is not known`);
  const bytes = Buffer.from(saved.base64, 'base64');
  if (bytes.byteLength !== saved.length * width) {
    throw new RangeError(
      `${saved.length} elements of ${saved.type} need ${saved.length * width} bytes, there are ${bytes.byteLength}`,
    );
  }
  if (!LITTLE_ENDIAN) swap(bytes, width);
  // A copy of its own: Buffer.from may share a pool whose offset no Float64Array could start at.
  const own = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return viewOf(saved.type, own);
}

function viewOf(type: ColumnType, buffer: ArrayBufferLike): Column {
  switch (type) {
    case 'u8':
      return new Uint8Array(buffer);
    case 'i32':
      return new Int32Array(buffer);
    case 'u32':
      return new Uint32Array(buffer);
    case 'f64':
      return new Float64Array(buffer);
  }
}

function littleEndian(column: Column, type: ColumnType): Buffer {
  const bytes = Buffer.from(column.buffer, column.byteOffset, column.byteLength);
  return LITTLE_ENDIAN ? bytes : swap(Buffer.from(bytes), BYTES_PER_ELEMENT[type]);
}

function swap(bytes: Buffer, width: number): Buffer {
  if (width === 4) return bytes.swap32();
  return width === 8 ? bytes.swap64() : bytes;
}
