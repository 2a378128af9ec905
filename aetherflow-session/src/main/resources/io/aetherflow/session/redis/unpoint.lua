-- SPDX-License-Identifier: Apache-2.0
-- Drops the pointer KEYS[1] of a connection if it leads to session ARGV[1] and was set at revision ARGV[2] or before.
local pointer = redis.call('GET', KEYS[1])
if pointer then
  local id, revision = string.match(pointer, '^([^@]+)@(%d+)$')
  if id == ARGV[1] and tonumber(revision) <= tonumber(ARGV[2]) then
    return redis.call('DEL', KEYS[1])
  end
end
return 0
