-- What timers would do between two requests, done before the later one is answered, in the order of its instants. Within
-- one instant: changes of the refill, joins, releases, other requests, timers (engine/ticket-room.ts, advance).

--@include bucket
--@include admit

-- Units of work that this call may still do.
local budget = BUDGET

local function secondField(sec) return 's' .. whole(sec) end

-- Steps over at most 100 seconds: what leaves a window is taken off its sum (engine/sliding-window.ts).
local function stepSeconds(to)
  local fields = {}
  for sec = s.second + 1, to do
    fields[#fields + 1] = secondField(sec - 61)
    fields[#fields + 1] = secondField(sec - 301)
    fields[#fields + 1] = secondField(sec - 901)
  end
  local counts = call('HMGET', BOOK, unpack(fields))
  local gone = {}
  for i = 1, #counts, 3 do
    s.logged1 = s.logged1 - (tonumber(counts[i]) or 0)
    s.logged5 = s.logged5 - (tonumber(counts[i + 1]) or 0)
    s.logged15 = s.logged15 - (tonumber(counts[i + 2]) or 0)
    if counts[i + 2] then gone[#gone + 1] = fields[i + 2] end
  end
  if #gone > 0 then call('HDEL', BOOK, unpack(gone)) end
  s.second = to
end

local function advanceLog(to)
  if to - s.second > 901 then
    local gone = {}
    for sec = max(0, s.second - 901), s.second do gone[#gone + 1] = secondField(sec) end
    call('HDEL', BOOK, unpack(gone))
    s.second, s.logged1, s.logged5, s.logged15 = to, 0, 0, 0
  end
  while s.second < to do stepSeconds(min(to, s.second + 100)) end
end

local function lowest(key)
  local entry = call('ZRANGE', key, 0, 0, 'WITHSCORES')
  return entry[1], tonumber(entry[2])
end

-- Instant of the next timer. `s.timerAt` is never later: requests only put it off.
local function nextTimer()
  local _, seen = lowest(FRESH)
  local due = seen and seen + INACTIVE_AFTER or HUGE
  if SWEEP < HUGE then
    local _, quiet = lowest(STALE)
    if quiet then due = min(due, math.ceil((quiet + HEARTBEAT) / SWEEP) * SWEEP) end
  end
  if MAX_SESSIONS < HUGE then
    local _, ends = lowest(SESSIONS)
    if ends then due = min(due, ends) end
  end
  return due
end

-- Takes tickets with scores up to one out of a sorted set, as far as the budget goes.
local function takeUpTo(key, score)
  local entries = call('ZRANGEBYSCORE', key, '-inf', whole(score), 'WITHSCORES', 'LIMIT', 0, budget)
  budget = budget - #entries / 2
  local tickets, scored = {}, {}
  for i = 1, #entries, 2 do
    tickets[#tickets + 1] = entries[i]
    scored[i], scored[i + 1] = entries[i + 1], entries[i]
  end
  if #tickets > 0 then call('ZREM', key, unpack(tickets)) end
  return tickets, scored
end

-- All timers of instants up to one; what the budget does not reach is left for the next call.
local function runTimers(instant)
  local quiet, seen = takeUpTo(FRESH, instant - INACTIVE_AFTER)
  if #quiet > 0 then
    call('ZREM', ACTIVE, unpack(quiet))
    call('ZADD', STALE, unpack(seen))
  end
  if SWEEP < HUGE and budget > 0 then
    local dead = takeUpTo(STALE, floor(instant / SWEEP) * SWEEP - HEARTBEAT)
    if #dead > 0 then
      call('ZREM', LINE, unpack(dead))
      for i = 1, #dead do note(dead[i], EXPIRED, 0, 0, 0) end
      s.swept = s.swept + #dead
    end
  end
  if MAX_SESSIONS < HUGE and budget > 0 then s.sessions = s.sessions - #takeUpTo(SESSIONS, instant) end
end

local function setRefill()
  refill(s.nextRefillAt)
  local _, rate = struct.unpack('<dd', call('HGET', BOOK, 'r' .. whole(s.nextRefill)))
  s.microPerSec = rate
  s.nextRefill = s.nextRefill + 1
  local following = call('HGET', BOOK, 'r' .. whole(s.nextRefill))
  s.nextRefillAt = following and struct.unpack('<dd', following) or HUGE
end

local function nextTokenAt(ms)
  if tokensAt(ms) ~= 0 then return ms end
  if s.microPerSec == 0 then return HUGE end
  local earnedAt = s.refilledAt + math.ceil((TOKEN - s.credit) / s.microPerSec)
  return math.ceil(earnedAt / CLOCK_RESOLUTION) * CLOCK_RESOLUTION
end

-- push: when the head of the line can be released, and who that is.
local function nextRelease()
  if s.sessions >= MAX_SESSIONS then return HUGE end
  local head, slot = lowest(COUNTED)
  if not head then
    if call('ZCARD', LINE) > 0 then s.first = s.slots end
    return HUGE
  end
  s.first = slot
  local _, joinedAt, _, user = known(head)
  return nextTokenAt(max(s.releaseFrom, joinedAt + FIRST_WAIT)), head, user
end

local function release(instant, head, user)
  advanceLog(floor(instant / 1000))
  take(instant)
  if HAS_BUCKET then s.tokenPaid = s.tokenPaid + 1 end
  admit(head, user)
  note(head, RELEASED, instant, 0, user)
  openSession(head, instant + HEARTBEAT)
end

-- All before an instant is done.
local function doneUntil(instant)
  s.at = max(s.at, instant)
  s.releaseFrom = max(s.releaseFrom, instant)
end

-- Does the next thing that is due up to `now`, releases up to `lastRelease`; false when nothing is.
local function stepOn(now, lastRelease)
  local releaseAt, head, user = HUGE, nil, nil
  if PUSH then releaseAt, head, user = nextRelease() end
  if s.timerAt < now then s.timerAt = nextTimer() end
  if s.nextRefillAt <= min(now, releaseAt, s.timerAt) then
    doneUntil(s.nextRefillAt)
    setRefill()
  elseif releaseAt <= min(lastRelease, s.timerAt) then
    doneUntil(releaseAt)
    release(releaseAt, head, user)
  elseif s.timerAt < now then
    -- Where nothing can happen in between, timers of many instants are run at once.
    local instant = (PUSH or s.nextRefillAt <= now) and s.timerAt or now - 1
    runTimers(instant)
    doneUntil(instant + 1)
  else
    return false
  end
  budget = budget - 1
  return true
end

local function catchUp(now, lastRelease)
  while stepOn(now, lastRelease) do
    if budget <= 0 then return false end
  end
  advanceLog(floor(now / 1000))
  return true
end
