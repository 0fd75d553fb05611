-- Makes a room unless there is one. ARGV: fingerprint of the rules, then instant and micro-tokens/s of each change of the
-- refill. Returns the fingerprint of the rules that the room goes by.
if redis.call('EXISTS', STATE) == 1 then return redis.call('HGET', BOOK, 'rules') end
redis.call('HSET', BOOK, 'rules', ARGV[1])
for i = 2, #ARGV, 2 do
  redis.call('HSET', BOOK, string.format('r%.0f', i / 2 - 1), struct.pack('<dd', ARGV[i], ARGV[i + 1]))
end
local s = {}
for i = 1, STATE_FIELDS do s[i] = 0 end
s.credit = CAPACITY
s.microPerSec = MICRO_PER_SEC
s.nextRefillAt = ARGV[2] or HUGE
s.timerAt = HUGE
s.limiterTokens = LIMIT_BURST
s.step = -1
s.anonymousSec = -1
local time = redis.call('TIME')
s.originMicros = time[1] * 1e6 + time[2]
redis.call('SET', STATE, struct.pack(STATE_FORMAT, unpack(s)))
return ARGV[1]
