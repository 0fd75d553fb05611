-- The request limiter (engine/limiter.ts), one for the room or one for each ticket.

local function isLimited(ticket)
  if not HAS_LIMITER then return false end
  local tokens, since = s.limiterTokens, s.limiterAt
  if LIMIT_PER_TICKET then
    local own = call('HGET', BOOK, 'l' .. ticket)
    if own then tokens, since = struct.unpack('<dd', own) else tokens, since = LIMIT_BURST, 0 end
  end
  local earned = (s.at - since) * LIMIT_PER_MS
  if LIMIT_WHOLE then earned = floor(earned) end
  tokens = min(LIMIT_BURST, tokens + earned)
  local allowed = tokens >= 1
  if allowed then tokens = tokens - 1 end
  if LIMIT_PER_TICKET then
    call('HSET', BOOK, 'l' .. ticket, struct.pack('<dd', tokens, s.at))
  else
    s.limiterTokens, s.limiterAt = tokens, s.at
  end
  return not allowed
end
