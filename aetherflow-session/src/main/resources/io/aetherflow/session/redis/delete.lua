-- KEYS[8] the session. ARGV: now, reason, lease.
local fields = call('HMGET', KEYS[8], 'state', 'expires')
local refused = refusal(fields[1], fields[2], ARGV[1])
if refused then
  return refused
end
return {'deleted', close(string.sub(KEYS[8], -36), ARGV[2], ARGV[3])}
