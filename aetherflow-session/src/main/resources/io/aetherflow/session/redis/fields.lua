-- Sets fields from a place in a list of fields and values on, a part at a time: what one call takes is bounded.
local function set_fields(key, fields, start)
  for first = start, #fields, 1000 do
    call('HSET', key, unpack(fields, first, math.min(first + 999, #fields)))
  end
end

