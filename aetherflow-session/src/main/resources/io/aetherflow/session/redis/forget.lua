-- KEYS[8] and following: the sessions.
local forgotten = 0
for i = 8, #KEYS do
  if call('HGET', KEYS[i], 'state') == 'CLOSED' then
    forgotten = forgotten + call('DEL', KEYS[i])
    call('ZREM', ENDED, string.sub(KEYS[i], -36))
  end
end
return forgotten
