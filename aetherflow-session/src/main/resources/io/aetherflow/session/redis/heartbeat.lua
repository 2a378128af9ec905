-- KEYS[8] the session. ARGV: now.
local key, id = KEYS[8], string.sub(KEYS[8], -36)
local now = ARGV[1]
local fields = call('HMGET', key, 'state', 'expires', 'active', 'timeout', 'lifetimeEnds')
local before, expires, active = fields[1], fields[2], fields[3]
local refused = refusal(before, expires, now)
if refused then
  return refused
end

if tonumber(now) > tonumber(active) then
  active = now
end
local after = before
if before ~= 'DISCONNECTING' then
  after = 'ACTIVE'
  local sliding = math.min(tonumber(now) + tonumber(fields[4]), tonumber(fields[5]))
  if sliding > tonumber(expires) then
    expires = millis(sliding)
    call('ZADD', EXPIRY, expires, id)
  end
end
call('HSET', key, 'state', after, 'expires', expires, 'active', active)
change_state(id, before, after, active)
return {'updated', before, snapshot(id)}
