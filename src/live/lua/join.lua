-- ARGV: ticket, instant, user or -1, 32 random bits.
--@include room
--@include limiter
--@include line

if not advance(now, true) then return { BEHIND, s.at } end
local kind, instant, slot, user = known(ticket)
if kind == WAITING then return place(JOINED, 1, ticket, slot, hear(ticket, slot)) end
if kind ~= UNKNOWN then return fate(kind, instant, 1) end
if isLimited(ticket) then return fate(LIMITED) end

-- Where the score is coarser than the clock, a newcomer changes places with one of its step (engine/ticket-slots.ts).
user = tonumber(ARGV[3])
slot = s.slots
s.slots = slot + 1
local own = slot
if SCORE_RESOLUTION > 0 then
  local step = floor(s.at / SCORE_RESOLUTION)
  if step ~= s.step then s.step, s.stepBegin = step, slot end
  local other = s.stepBegin + tonumber(ARGV[4]) % (slot - s.stepBegin + 1)
  local partner = other ~= slot and call('ZRANGEBYSCORE', ACTIVE, whole(other), whole(other))[1]
  if partner then
    own = other
    local _, joinedAt, _, theirs = known(partner)
    note(partner, WAITING, joinedAt, slot, theirs)
    call('ZADD', LINE, whole(slot), partner)
    call('ZADD', ACTIVE, whole(slot), partner)
  end
end
note(ticket, WAITING, s.at, own, user)
call('ZADD', LINE, whole(own), ticket)
call('ZADD', ACTIVE, whole(own), ticket)
call('ZADD', FRESH, whole(s.at), ticket)
setTimer(s.at + INACTIVE_AFTER)
-- At the end of the line its place is known without a search.
if own ~= slot then return place(JOINED, 0, ticket, own, call('ZRANK', ACTIVE, ticket)) end
return reply(JOINED, 0, own, shownPosition(own, call('ZCARD', LINE)), call('ZCARD', ACTIVE) - 1)
