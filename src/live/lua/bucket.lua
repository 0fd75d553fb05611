-- The token bucket (engine/token-bucket.ts).

local function refill(ms)
  local to = ms - ms % CLOCK_RESOLUTION
  if to > s.refilledAt then s.credit = min(CAPACITY, s.credit + s.microPerSec * (to - s.refilledAt)) end
  s.refilledAt = to
end

local function take(ms)
  if not HAS_BUCKET then return true end
  refill(ms)
  if s.credit < TOKEN then return false end
  s.credit = s.credit - TOKEN
  return true
end
