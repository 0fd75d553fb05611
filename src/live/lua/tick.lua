-- ARGV: nothing, instant.
--@include room

if not advance(now, false) then return { BEHIND, s.at } end
return reply(STANDING, call('ZCARD', LINE), call('ZCARD', ACTIVE), s.sessions, s.tokenPaid, s.bypassed,
  s.spentByStatus, s.swept, s.credit, s.refilledAt, s.microPerSec)
