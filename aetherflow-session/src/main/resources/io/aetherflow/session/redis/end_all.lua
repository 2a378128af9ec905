-- ARGV: now, reason, lease, how many at most.
local ended = {}
for i, id in ipairs(passing(ARGV[1], '-', tonumber(ARGV[4]))) do
  ended[i] = close(id, ARGV[2], ARGV[3])
end
return ended
