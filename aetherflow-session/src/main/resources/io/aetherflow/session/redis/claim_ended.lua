-- Ends what has expired, and takes over ends whose lease is over; what is due longest comes first.
-- ARGV: now, lease, how many at most.
local now, lease, max = ARGV[1], ARGV[2], tonumber(ARGV[3])

local function first_due(queue)
  local first = call('ZRANGEBYSCORE', queue, '-inf', now, 'WITHSCORES', 'LIMIT', 0, 1)
  return first[1], first[2] and tonumber(first[2]) or math.huge
end

local claimed = {}
while #claimed < max do
  local lapsed, expired_at = first_due(EXPIRY)
  local ended, lease_over_at = first_due(ENDED)
  local id = expired_at <= lease_over_at and lapsed or ended
  if not id then
    break
  elseif call('EXISTS', session_key(id)) == 0 then
    require_here(session_key(id), ENDED)
    leave_bucket(id) -- nobody swept for so long that even the record is gone
    call('ZREM', ENDED, id)
  elseif id == lapsed then
    claimed[#claimed + 1] = close(id, nil, lease)
  else
    call('ZADD', ENDED, lease, id)
    claimed[#claimed + 1] = snapshot(id)
  end
end
return claimed
