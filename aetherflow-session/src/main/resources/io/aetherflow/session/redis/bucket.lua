-- SPDX-License-Identifier: Apache-2.0
-- What all scripts share. KEYS[1] to KEYS[7] are the bucket's own keys in each of them.
-- Every key that is made here from BASE lies in the same hash slot.
local call = redis.call
local EXPIRY, SILENCE, ENDED = KEYS[1], KEYS[2], KEYS[3]
local STATES = {CONNECTING = KEYS[4], ACTIVE = KEYS[5], IDLE = KEYS[6], DISCONNECTING = KEYS[7]}
local BASE = string.sub(EXPIRY, 1, -#'expiry' - 1)

local function session_key(id)
  return BASE .. 's:' .. id
end

-- Fails unless all of these keys, two or more, are here, while the bucket's slot moves from one master to another. Redis
-- has seen to that for KEYS only: a call with one other key fails halfway through a script on the old master, and on
-- the new one finds nothing. Called before anything is changed, or taken for gone. No more than a read otherwise.
local function require_here(...)
  call('EXISTS', ...)
end

-- A session as it is now: its id and its hash.
local function snapshot(id)
  local key = session_key(id)
  local fields = call('HGETALL', key)
  if #fields == 0 then
    require_here(key, EXPIRY)
  end
  return {id, fields}
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

