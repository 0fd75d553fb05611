const SLOTS = 16384;

/** x^16 + x^12 + x^5 + 1. */
const POLYNOMIAL = 0x1021;

/**
 * Returns CRC16 of the characters of an ASCII text, 0..65535.
 * Source: Redis Cluster specification, appendix A: CRC-16-CCITT in its XMODEM form (start 0, nothing reflected).
 */
export function crc16(text: string): number {
  let crc = 0;
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i) << 8;
    for (let bit = 0; bit < 8; bit++)
      crc = ((crc & 0x8000) !== 0 ? (crc << 1) ^ POLYNOMIAL : crc << 1) & 0xffff;
  }
  return crc;
}

/**
 * Returns the hash slot of a key, 0..16383: of the text between its first brace and the next closing one, when that is not
 * empty, otherwise of the whole key.
 * Source: Redis Cluster specification, "Hash tags".
 */
export function slotOf(key: string): number {
  const open = key.indexOf('{');
  const close = open < 0 ? -1 : key.indexOf('}', open + 1);
  return crc16(close > open + 1 ? key.slice(open + 1, close) : key) % SLOTS;
}

/** Returns the primary that holds a slot when the slots are dealt out evenly and in order, 0..shards - 1. */
export function shardOfSlot(slot: number, shards: number): number {
  return Math.floor((slot * shards) / SLOTS);
}

/** Returns the shard of each event: `event-1` .. `event-E`, all keys of one held together by its hash tag. */
export function shardsOfEvents(events: number, shards: number): Int32Array {
  return Int32Array.from({ length: events }, (_, index) =>
    shardOfSlot(slotOf(`queue:event:{event-${index + 1}}`), shards),
  );
}
