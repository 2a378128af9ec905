-- Whole milliseconds as text: Lua's own form of a large number loses digits.
local function millis(number)
  return string.format('%.0f', number)
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

-- Moves a session to the index of another state. The active ones also wait in SILENCE for becoming idle: by the last
-- sign of life when they came there, and mark_idle looks whether there was a later one.
local function change_state(id, before, after, active)
  local ttl = call('PTTL', session_key(id))
  call('ZREM', STATES[before], id)
  add(STATES[after], id, ttl)
  if before == 'ACTIVE' then
    call('ZREM', SILENCE, id)
  elseif after == 'ACTIVE' then
    call('ZADD', SILENCE, active, id)
    outlast(SILENCE, ttl)
  end
end

