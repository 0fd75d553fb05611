-- How a ticket is let in: out of the line, into the log (engine/admission-log.ts), and a session is open.

--@include sessions

local function removeFromLine(ticket)
  call('ZREM', LINE, ticket)
  if call('ZREM', ACTIVE, ticket) == 1 then call('ZREM', FRESH, ticket) else call('ZREM', STALE, ticket) end
end

-- Adds a number of entries to a second that windows may still hold.
local function addToWindows(sec, entries)
  if sec < s.second - 900 then return end
  call('HINCRBY', BOOK, 's' .. whole(sec), entries)
  if sec >= s.second - 60 then s.logged1 = s.logged1 + entries end
  if sec >= s.second - 300 then s.logged5 = s.logged5 + entries end
  s.logged15 = s.logged15 + entries
end

local function admit(ticket, user)
  removeFromLine(ticket)
  s.admitted = s.admitted + 1
  addToWindows(s.second, 1)
  if not LOG_BY_USER then return end
  local movedFrom
  if user < 0 then
    if s.anonymousSec >= 0 then movedFrom = s.anonymousSec end
    s.anonymousSec = s.second
  else
    local field = 'u' .. whole(user)
    movedFrom = tonumber(call('HGET', BOOK, field) or '')
    call('HSET', BOOK, field, whole(s.second))
  end
  if movedFrom then addToWindows(movedFrom, -1) end
end
