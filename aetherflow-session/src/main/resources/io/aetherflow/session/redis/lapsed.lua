-- The sessions of the bucket that have expired and were not claimed.
local function lapsed(now)
  return call('ZRANGEBYSCORE', EXPIRY, '-inf', now)
end

-- How many live sessions an index has.
local function live(index, gone)
  local count = call('ZCARD', index)
  for _, id in ipairs(gone) do
    if call('ZSCORE', index, id) then
      count = count - 1
    end
  end
  return count
end

