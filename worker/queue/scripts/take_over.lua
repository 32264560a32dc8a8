-- Take over what consumers that are dead left unacknowledged. ARGV: front-end, consumer that takes it, most entries.
local front_end, consumer, most = ARGV[1], ARGV[2], tonumber(ARGV[3])
local outbox, taken = P .. 'outbox:' .. front_end, {}
local consumers = redis.pcall('XINFO', 'CONSUMERS', outbox, 'front')
if consumers.err then return {} end  -- nobody has read this outbox yet
for _, info in ipairs(consumers) do
  local known = {}
  for i = 1, #info, 2 do known[info[i]] = info[i + 1] end
  if known.name ~= consumer and redis.call('EXISTS', P .. 'reader:' .. front_end .. ':' .. known.name) == 0 then
    if known.pending == 0 then
      if known.idle > 120000 then redis.call('XGROUP', 'DELCONSUMER', outbox, 'front', known.name) end
    elseif #taken < most then
      for _, entry in ipairs(redis.call('XPENDING', outbox, 'front', '-', '+', most - #taken, known.name)) do
        taken[#taken + 1] = entry[1]
      end
    end
  end
end
if #taken == 0 then return {} end
local entries = {}
for _, entry in ipairs(redis.call('XCLAIM', outbox, 'front', consumer, 0, unpack(taken))) do
  if entry then entries[#entries + 1] = entry end
end
return entries
