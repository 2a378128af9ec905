local function user_key(user)
  return BASE .. 'u:' .. user
end

local function server_key(server)
  return BASE .. 'v:' .. server
end

-- Takes every trace but the user's and the server's index, which cannot be told without the hash.
local function leave_bucket(id)
  call('ZREM', EXPIRY, id)
  call('ZREM', SILENCE, id)
  for _, index in pairs(STATES) do
    call('ZREM', index, id)
  end
end

-- Ends a session, for a reason or, without one, by expiry. What remains is its record, leased in ENDED.
local function close(id, reason, lease)
  local key = session_key(id)
  require_here(key, ENDED)
  local fields = call('HMGET', key, 'user', 'server')
  local indexes = {user_key(fields[1])}
  if fields[2] and fields[2] ~= '' then
    indexes[2] = server_key(fields[2])
  end
  require_here(key, unpack(indexes))
  leave_bucket(id)
  for _, index in ipairs(indexes) do
    call('ZREM', index, id)
  end
  call('HSET', key, 'state', 'CLOSED')
  if reason then
    call('HSET', key, 'reason', reason)
  end
  call('ZADD', ENDED, lease, id)
  outlast(ENDED, call('PTTL', key))
  return snapshot(id)
end

