-- The filters of a query are indexes, KEYS[8] and following, the narrowest first: a session passes if it is in all.

-- Ids after a place, of the narrowest index or, without a filter, of all states.
local function candidates(after, max)
  if KEYS[8] then
    return call('ZRANGEBYLEX', KEYS[8], after, '+', 'LIMIT', 0, max)
  end
  local ids = {}
  for _, index in pairs(STATES) do
    for _, id in ipairs(call('ZRANGEBYLEX', index, after, '+', 'LIMIT', 0, max)) do
      ids[#ids + 1] = id
    end
  end
  table.sort(ids)
  for i = #ids, max + 1, -1 do
    ids[i] = nil
  end
  return ids
end

local function passes(id, now)
  local expires = call('ZSCORE', EXPIRY, id)
  if not expires then -- its hash went before a sweep came
    leave_bucket(id)
    for i = 8, #KEYS do
      call('ZREM', KEYS[i], id)
    end
    return false
  end
  for i = 9, #KEYS do
    if not call('ZSCORE', KEYS[i], id) then
      return false
    end
  end
  return tonumber(expires) > tonumber(now)
end

-- The ids that pass, after a place, so many at most.
local function passing(now, after, max)
  local found = {}
  repeat
    local ids = candidates(after, max)
    for _, id in ipairs(ids) do
      if #found < max and passes(id, now) then
        found[#found + 1] = id
      end
      after = '(' .. id
    end
  until #ids < max or #found == max
  return found
end

