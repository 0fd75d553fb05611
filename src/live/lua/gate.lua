-- Who may enter (engine/waiting-room.ts), and what those are told who are not in line.

--@include sessions
--@include limiter

local function minWait(rank)
  local bands = BANDS
  for i = 1, #bands, 2 do
    if rank <= bands[i] then return bands[i + 1] end
  end
  return bands[#bands] or 0
end

-- Rank of a ticket that is inside the gate and has waited long enough; nobody enters where the server releases (push).
local function eligibleRank(ticket, joinedAt, ahead)
  if PUSH then return nil end
  local rank = ahead + 1
  if not SKIPS_INACTIVE then rank = call('ZRANK', LINE, ticket) + 1 end
  if rank <= HEAD_RANKS and s.at - joinedAt >= minWait(rank) then return rank end
end

-- Tells a ticket that asks what became of it: this is how a released one hears of its release.
local function tell(ticket, kind, instant, user, sessionMs)
  if kind ~= RELEASED then return fate(kind, instant, 1) end
  if isLimited(ticket) then
    if closeSession(ticket) then openSession(ticket, s.at + HEARTBEAT) end
    return fate(LIMITED)
  end
  note(ticket, CLAIMED, instant, 0, user)
  openSession(ticket, s.at + sessionMs)
  return fate(CLAIMED, instant, 0)
end
