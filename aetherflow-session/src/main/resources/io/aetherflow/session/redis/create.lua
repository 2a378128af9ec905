-- KEYS[8] the session, KEYS[9] its user's index, KEYS[10] its server's index if it has one.
-- ARGV: now, expiry, time to live, limit, policy, lease and reason for evicted ones, state, token, fields and values
-- with state, expiry and token among them.
local id = string.sub(KEYS[8], -36)
local now, expires, ttl, limit = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local policy, lease, reason, state, token = ARGV[5], ARGV[6], ARGV[7], ARGV[8], ARGV[9]

local taken = call('HGET', KEYS[8], 'token')
if taken == token then
  return {'created', {}} -- by this very call, repeated by a client that lost the answer
elseif taken then
  return {'taken'}
end

local own = {}
if call('ZCARD', KEYS[9]) >= limit then
  for _, other in ipairs(call('ZRANGE', KEYS[9], 0, -1)) do
    local score = call('ZSCORE', EXPIRY, other)
    if not score then
      call('ZREM', KEYS[9], other) -- its hash went before a sweep came
    elseif tonumber(score) > tonumber(now) then
      own[#own + 1] = other
    end
  end
  if #own >= limit and policy == 'REJECT' then
    return {'full'}
  end
end

local evicted = {}
for i = 1, #own - limit + 1 do
  evicted[i] = close(own[i], reason, lease)
end
set_fields(KEYS[8], ARGV, 10)
call('PEXPIRE', KEYS[8], ARGV[3])
call('ZADD', EXPIRY, expires, id)
outlast(EXPIRY, ttl)
add(STATES[state], id, ttl)
if state == 'ACTIVE' then
  call('ZADD', SILENCE, now, id)
  outlast(SILENCE, ttl)
end
for i = 9, #KEYS do
  add(KEYS[i], id, ttl)
end
return {'created', evicted}
