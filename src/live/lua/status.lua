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
local ready = rank and 1 or 0
if rank and STATUS_SPENDS and rank > BYPASS_RANKS then
  --@include bucket
  if take(s.at + tonumber(ARGV[3])) then s.spentByStatus = s.spentByStatus + 1 else ready = 0 end
end
return place(POLLED, ready, ticket, slot, ahead)
