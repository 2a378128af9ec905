-- KEYS[8] the session, KEYS[9] the index of the server it moves to, if it does.
-- ARGV: now, expected revision or '', wanted state or '', states that it may follow, 1 if the revision grows or else 0,
-- greatest numbers of connections and of metadata entries, connections to remove and to add, 16 bytes each, '=' and the
-- new server or '', then four lists, each after its length: fields and values to set, statistics and numbers to add,
-- metadata fields to remove, metadata fields and values to put.
local MAX_COUNTER = '9223372036854775807'
local CONNECTION_BYTES = 16
local key, id = KEYS[8], string.sub(KEYS[8], -36)
local now, expected, wanted, predecessors = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local next_argument = 11

local function list()
  local first, length = next_argument + 1, tonumber(ARGV[next_argument])
  next_argument = first + length
  local items = {}
  for i = 1, length do
    items[i] = ARGV[first + i - 1]
  end
  return items
end

local set, increments, dropped, put = list(), list(), list(), list()

local fields = call('HMGET', key, 'state', 'expires', 'active', 'server', 'revision', 'connections')
local before, active, server, revision = fields[1], fields[3], fields[4] or '', fields[5]
local refused = refusal(before, fields[2], now)
if refused then
  return refused
end
if expected ~= '' and expected ~= revision then
  return {'revision', revision}
end
local after = wanted == '' and before or wanted
if after ~= before and not string.find(predecessors, ' ' .. before .. ' ', 1, true) then
  return {'transition', before}
end

-- The connections afterwards, and whether there is one more kind of them.
local function connections(present, removed, added)
  local kept, seen, grown = {}, {}, false
  local function each(text, visit)
    for i = 1, #text, CONNECTION_BYTES do
      visit(string.sub(text, i, i + CONNECTION_BYTES - 1))
    end
  end
  local gone = {}
  each(removed, function(connection) gone[connection] = true end)
  each(present, function(connection)
    if not gone[connection] then
      kept[#kept + 1] = connection
      seen[connection] = true
    end
  end)
  each(added, function(connection)
    if not seen[connection] then
      kept[#kept + 1] = connection
      seen[connection] = true
      grown = true
    end
  end)
  return kept, grown
end

-- How many metadata entries there will be, and whether there is a new one among them.
local function metadata()
  local keys, count, grown = {}, 0, false
  for _, field in ipairs(call('HKEYS', key)) do
    if string.sub(field, 1, 2) == 'm:' then
      keys[field] = true
      count = count + 1
    end
  end
  for _, field in ipairs(dropped) do
    if keys[field] then
      keys[field] = nil
      count = count - 1
    end
  end
  for i = 1, #put, 2 do
    if not keys[put[i]] then
      keys[put[i]] = true
      count = count + 1
      grown = true
    end
  end
  return count, grown
end

local kept, grown = connections(fields[6] or '', ARGV[8], ARGV[9])
if grown and #kept > tonumber(ARGV[6]) then
  return {'connections', #kept}
end
if #put > 0 then
  local count, added = metadata()
  if added and count > tonumber(ARGV[7]) then
    return {'metadata', count}
  end
end
local moved = ARGV[10] ~= '' and string.sub(ARGV[10], 2) or server
if moved ~= server and server ~= '' then
  require_here(key, server_key(server))
end

-- Nothing was changed up to here, and nothing is refused from here on.
set_fields(key, set, 1)
for i = 1, #increments, 2 do
  local sum = redis.pcall('HINCRBY', key, increments[i], increments[i + 1])
  if type(sum) == 'table' then -- it would overflow
    call('HSET', key, increments[i], MAX_COUNTER)
  end
end
for _, field in ipairs(dropped) do
  call('HDEL', key, field)
end
set_fields(key, put, 1)
if #ARGV[8] + #ARGV[9] > 0 then
  call('HSET', key, 'connections', table.concat(kept))
end
if moved ~= server then
  if server ~= '' then
    call('ZREM', server_key(server), id)
  end
  if moved ~= '' then
    add(KEYS[9], id, call('PTTL', key))
  end
  call('HSET', key, 'server', moved)
end
call('HSET', key, 'state', after)
call('HINCRBY', key, 'revision', ARGV[5])
if after ~= before then
  change_state(id, before, after, active)
end
return {'updated', before, snapshot(id)}
