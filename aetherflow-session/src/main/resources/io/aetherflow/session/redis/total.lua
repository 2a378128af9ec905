-- How many live sessions of the bucket pass one filter or more. Walks the narrowest index if there are several.
-- ARGV: now.
if #KEYS == 8 then
  return live(KEYS[8], lapsed(ARGV[1]))
end
local count = 0
for _, id in ipairs(call('ZRANGE', KEYS[8], 0, -1)) do
  if passes(id, ARGV[1]) then
    count = count + 1
  end
end
return count
