-- The waiting room of engine/ticket-room.ts, answer for answer: what every request begins with. See compose-script.ts for
-- names in capitals, fields of `s`, and lines that include a part.
--
-- All amounts are integers below 2^53 (but the limiter's tokens, which are doubles), so both engines compute the same
-- bits. Records are packed doubles: a number never passes through text, but for scores, which are written whole.

local call, floor, min, max = redis.call, math.floor, math.min, math.max

local stored = call('GET', STATE)
if not stored then return { NO_ROOM } end
local s = { struct.unpack(STATE_FORMAT, stored) }

local function save() call('SET', STATE, struct.pack(STATE_FORMAT, unpack(s, 1, STATE_FIELDS))) end

local function whole(number) return string.format('%.0f', number) end

-- Record of a ticket: kind, an instant (of joining or of admission), slot, user or -1.
local function known(ticket)
  local record = call('HGET', BOOK, 't' .. ticket)
  if not record then return UNKNOWN end
  return struct.unpack('<Bddd', record)
end

local function note(ticket, kind, instant, slot, user)
  call('HSET', BOOK, 't' .. ticket, struct.pack('<Bddd', kind, instant, slot, user))
end

local function setTimer(instant)
  if instant < s.timerAt then s.timerAt = instant end
end

-- Whole tokens at an instant; -1 without a bucket.
local function tokensAt(ms)
  if not HAS_BUCKET then return -1 end
  local earned = s.microPerSec * max(0, ms - ms % CLOCK_RESOLUTION - s.refilledAt)
  return floor(min(CAPACITY, s.credit + earned) / TOKEN)
end

local function reply(kind, ...)
  s.revision = s.revision + 1
  save()
  return { kind, s.revision, s.at, tokensAt(s.at), s.admitted, s.logged1, s.logged5, s.logged15, ... }
end

-- Tells what became of a ticket that is not in line.
local function fate(kind, instant, again)
  if kind >= LEFT then return reply(OUTSIDE, kind) end
  return reply(ADMITTED, kind == CLAIMED and RELEASED or kind, instant, again)
end

-- Brings the room to an instant. False: there was more to do than one call may; ask again.
local function advance(now, isJoin)
  now = max(s.at, now)
  if PUSH or s.timerAt < now or s.nextRefillAt <= now or floor(now / 1000) > s.second then
    --@include catch-up
    if not catchUp(now, isJoin and now - 1 or now) then
      save()
      return false
    end
  end
  s.at = now
  s.releaseFrom = max(s.releaseFrom, isJoin and now or now + 1)
  return true
end

-- Arguments of every request: the ticket, and the caller's instant or nothing for the server's own clock.
local ticket = ARGV[1]
local now = tonumber(ARGV[2])
if not now then
  local time = call('TIME')
  now = max(0, floor((time[1] * 1e6 + time[2] - s.originMicros) / 1000))
end
