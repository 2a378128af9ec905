-- KEYS[8] the session. ARGV: now.
local key, id = KEYS[8], string.sub(KEYS[8], -36)
local now = ARGV[1]
local fields = call('HGETALL', key)
local at = {} -- where the value of a field is
for i = 1, #fields, 2 do
  at[fields[i]] = i + 1
end
local before, expires, active = fields[at.state or 0], fields[at.expires or 0], fields[at.active or 0]
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
  local sliding = math.min(tonumber(now) + tonumber(fields[at.timeout]), tonumber(fields[at.lifetimeEnds]))
  if sliding > tonumber(expires) then
    expires = millis(sliding)
    call('ZADD', EXPIRY, expires, id)
  end
end
call('HSET', key, 'state', after, 'expires', expires, 'active', active)
if after ~= before then
  change_state(id, before, after, active)
end
fields[at.state], fields[at.expires], fields[at.active] = after, expires, active
return {'updated', before, {id, fields}}
