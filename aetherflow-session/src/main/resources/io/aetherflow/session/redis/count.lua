-- How many live sessions of the bucket are in each state, in the order of KEYS[4] to KEYS[7]. ARGV: now.
local gone = lapsed(ARGV[1])
local counts = {}
for i = 4, 7 do
  counts[i - 3] = live(KEYS[i], gone)
end
return counts
