-- ARGV: ticket, instant, how far the pod's clock is ahead, length of the session.
--@include room
--@include line
--@include gate

if not advance(now, false) then return { BEHIND, s.at } end
local kind, instant, slot, user = known(ticket)
if kind ~= WAITING then return tell(ticket, kind, instant, user, tonumber(ARGV[4])) end
local ahead = hear(ticket, slot)
if isLimited(ticket) then return fate(LIMITED) end

local rank = eligibleRank(ticket, instant, ahead)
if not rank then return place(REFUSED, NOT_ELIGIBLE, ticket, slot, ahead) end
if s.sessions >= MAX_SESSIONS then return place(REFUSED, NO_SESSION, ticket, slot, ahead) end
local how = BYPASSED
if rank <= BYPASS_RANKS then
  s.bypassed = s.bypassed + 1
else
  --@include bucket
  if not take(s.at + tonumber(ARGV[3])) then return place(REFUSED, NO_TOKEN, ticket, slot, ahead) end
  how = PAID
  if HAS_BUCKET then s.tokenPaid = s.tokenPaid + 1 end
end
--@include admit
admit(ticket, user)
note(ticket, how, s.at, 0, user)
openSession(ticket, s.at + tonumber(ARGV[4]))
return fate(how, s.at, 0)
