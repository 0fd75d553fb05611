-- Tickets in line and their places (engine/waiting-line.ts).

-- A ticket asks for something: from the stale back to the fresh, if it was not there. Returns the active tickets ahead.
local function hear(ticket, slot)
  call('ZADD', FRESH, whole(s.at), ticket)
  local ahead = call('ZRANK', ACTIVE, ticket)
  if ahead then return ahead end
  call('ZREM', STALE, ticket)
  call('ZADD', ACTIVE, whole(slot), ticket)
  if slot < s.first then s.first = slot end
  setTimer(s.at + INACTIVE_AFTER)
  return call('ZRANK', ACTIVE, ticket)
end

-- Position as shown, without the ghosts that push has passed over.
local function shownPosition(slot, position)
  if SHOWS_JOINED then return slot + 1 end
  if s.first == 0 then return position end
  return max(1, position - call('ZCOUNT', LINE, '-inf', '(' .. whole(s.first)))
end

local function place(kind, detail, ticket, slot, ahead)
  local position = SHOWS_JOINED and 0 or call('ZRANK', LINE, ticket) + 1
  return reply(kind, detail, slot, shownPosition(slot, position), ahead)
end
