-- ARGV: latest sign of life that counts as long ago, now, how many at most.
local inactive_since, now, max = ARGV[1], ARGV[2], tonumber(ARGV[3])
local idled = {}
local skipped = 0
repeat
  local ids = call('ZRANGEBYSCORE', SILENCE, '-inf', inactive_since, 'LIMIT', skipped, max - #idled)
  for _, id in ipairs(ids) do
    local expires = call('ZSCORE', EXPIRY, id)
    if expires and tonumber(expires) > tonumber(now) then
      call('HSET', session_key(id), 'state', 'IDLE')
      change_state(id, 'ACTIVE', 'IDLE')
      idled[#idled + 1] = snapshot(id)
    else
      skipped = skipped + 1 -- it has expired, which is the claim's matter
    end
  end
until #ids == 0 or #idled == max
return idled
