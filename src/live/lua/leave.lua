-- ARGV: ticket, instant.
--@include room
--@include admit

if not advance(now, false) then return { BEHIND, s.at } end
local kind, instant = known(ticket)
if kind == WAITING then
  removeFromLine(ticket)
elseif kind == RELEASED then
  closeSession(ticket)
else
  return fate(kind, instant, 1)
end
note(ticket, LEFT, 0, 0, 0)
return fate(LEFT)
