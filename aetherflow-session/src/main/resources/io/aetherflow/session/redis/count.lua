-- How many live sessions of the bucket are in each state, in the order of KEYS[4] to KEYS[7]. ARGV: now.
local counts = {}
for i = 4, 7 do
  counts[i - 3] = live(KEYS[i], ARGV[1])
end
return counts
