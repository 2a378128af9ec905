-- ARGV: latest sign of life that counts as long ago, now, how many at most.
local inactive_since, now, max = ARGV[1], ARGV[2], tonumber(ARGV[3])
local idled = {}
local skipped = 0
repeat
  local first = call('ZRANGEBYSCORE', SILENCE, '-inf', inactive_since, 'WITHSCORES', 'LIMIT', skipped, 1)
  local id, score = first[1], first[2]
  if not id then
    break
  end
  local fields = call('HMGET', session_key(id), 'expires', 'active')
  local expires, active = fields[1], fields[2]
  if not expires then
    require_here(session_key(id), SILENCE)
    call('ZREM', SILENCE, id) -- its hash went before a sweep came
  elseif tonumber(active) > tonumber(score) then
    call('ZADD', SILENCE, active, id) -- there was a later sign of life, so its turn comes later
  elseif tonumber(expires) > tonumber(now) then
    call('HSET', session_key(id), 'state', 'IDLE')
    change_state(id, 'ACTIVE', 'IDLE')
    idled[#idled + 1] = snapshot(id)
  else
    skipped = skipped + 1 -- it has expired, which is the claim's matter
  end
until #idled == max
return idled
