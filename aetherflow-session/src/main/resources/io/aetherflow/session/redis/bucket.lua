-- SPDX-License-Identifier: Apache-2.0
-- What the scripts share. KEYS[1] to KEYS[7] are the bucket's own keys in each of them.
-- Every key that is made here from BASE lies in the same hash slot.
local call = redis.call
local EXPIRY, SILENCE, ENDED = KEYS[1], KEYS[2], KEYS[3]
local STATES = {CONNECTING = KEYS[4], ACTIVE = KEYS[5], IDLE = KEYS[6], DISCONNECTING = KEYS[7]}
local BASE = string.sub(EXPIRY, 1, -#'expiry' - 1)

local function session_key(id)
  return BASE .. 's:' .. id
end

local function user_key(user)
  return BASE .. 'u:' .. user
end

local function server_key(server)
  return BASE .. 'v:' .. server
end

-- A session as it is now: its id and its hash.
local function snapshot(id)
  return {id, call('HGETALL', session_key(id))}
end

-- Whole milliseconds as text: Lua's own form of a large number loses digits.
local function millis(number)
  return string.format('%.0f', number)
end

-- The answer to an action on a session that is not live, or nil if it is.
local function refusal(state, expires, now)
  if not state or state == 'CLOSED' then
    return {'missing'}
  end
  if tonumber(expires) <= tonumber(now) then
    return {'expired', expires}
  end
end

-- Sets fields from a place in a list of fields and values on, a part at a time: what one call takes is bounded.
local function set_fields(key, fields, start)
  for first = start, #fields, 1000 do
    call('HSET', key, unpack(fields, first, math.min(first + 999, #fields)))
  end
end

-- Lets an index live as long as its members do. Twice as long, so that this is rarely due.
local function outlast(index, ttl)
  if call('PTTL', index) < ttl then
    call('PEXPIRE', index, millis(2 * ttl))
  end
end

-- Adds to an index whose members are in the order of their ids.
local function add(index, id, ttl)
  call('ZADD', index, 0, id)
  outlast(index, ttl)
end

-- Moves a session to the index of its state; the active ones also wait in SILENCE for becoming idle.
local function change_state(id, before, after, active)
  if before ~= after then
    local ttl = call('PTTL', session_key(id))
    call('ZREM', STATES[before], id)
    add(STATES[after], id, ttl)
    if before == 'ACTIVE' then
      call('ZREM', SILENCE, id)
    end
    if after == 'ACTIVE' then
      call('ZADD', SILENCE, active, id)
      outlast(SILENCE, ttl)
    end
  elseif after == 'ACTIVE' then
    call('ZADD', SILENCE, active, id)
  end
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
  local fields = call('HMGET', key, 'user', 'server')
  leave_bucket(id)
  call('ZREM', user_key(fields[1]), id)
  if fields[2] and fields[2] ~= '' then
    call('ZREM', server_key(fields[2]), id)
  end
  call('HSET', key, 'state', 'CLOSED')
  if reason then
    call('HSET', key, 'reason', reason)
  end
  call('ZADD', ENDED, lease, id)
  outlast(ENDED, call('PTTL', key))
  return snapshot(id)
end

