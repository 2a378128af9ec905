-- How many members of an index have expired and were not claimed.
local function lapsed(index, now)
  local count = 0
  for _, id in ipairs(call('ZRANGEBYSCORE', EXPIRY, '-inf', now)) do
    if call('ZSCORE', index, id) then
      count = count + 1
    end
  end
  return count
end

local function live(index, now)
  return call('ZCARD', index) - lapsed(index, now)
end

