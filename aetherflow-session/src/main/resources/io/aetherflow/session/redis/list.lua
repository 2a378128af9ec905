-- ARGV: now, where to start, how many at most.
local sessions = {}
for i, id in ipairs(passing(ARGV[1], ARGV[2], tonumber(ARGV[3]))) do
  sessions[i] = snapshot(id)
end
return sessions
