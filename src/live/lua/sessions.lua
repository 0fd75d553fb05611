-- Sessions of those who were let in, where there is a cap on them.

local function openSession(ticket, endsAt)
  if MAX_SESSIONS == HUGE then return end
  s.sessions = s.sessions + call('ZADD', SESSIONS, whole(endsAt), ticket)
  setTimer(endsAt)
end

local function closeSession(ticket)
  if MAX_SESSIONS == HUGE or call('ZREM', SESSIONS, ticket) == 0 then return false end
  s.sessions = s.sessions - 1
  return true
end
