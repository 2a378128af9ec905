-- KEYS[8] the session. ARGV: now, token, until when the present token counts.
local key, id = KEYS[8], string.sub(KEYS[8], -36)
local now, token, valid_until = ARGV[1], ARGV[2], ARGV[3]
local fields = call('HMGET', key, 'state', 'expires', 'token')
local refused = refusal(fields[1], fields[2], now)
if refused then
  return refused
end

if tonumber(valid_until) > tonumber(now) then
  call('HSET', key, 'previous', fields[3], 'previousUntil', valid_until)
else
  call('HDEL', key, 'previous', 'previousUntil')
end
call('HSET', key, 'token', token)
return {'rotated', snapshot(id)}
