-- A listing's tracks become work items of their own on the bulk queue; what is cached or in flight already is shared.
-- ARGV: item, holder, listing, then for each track its subject and its spec.
local id, holder, listing = ARGV[1], ARGV[2], ARGV[3]
local key, total = item_key(id), (#ARGV - 3) / 2
local record = redis.call('HMGET', key, 'holder', 'person')
if record[1] ~= holder then return 0 end
local generation = redis.call('GET', P .. 'generation') or ''
leave_crew(id)
redis.call('HSET', key, 'state', 'fanned', 'phase', 'gather', 'left', total, 'total', total)
redis.call('HDEL', key, 'holder', 'stage')
redis.call('ZREM', P .. 'running', id)
redis.call('DEL', P .. 'rows:' .. id, P .. 'parts:' .. id)
redis.call('HSET', P .. 'rows:' .. id, 'listing', listing)
redis.call('EXPIRE', P .. 'rows:' .. id, DAY_S)
for number = 1, total do
  local subject, spec = ARGV[2 + 2 * number], ARGV[3 + 2 * number]
  local waiter = 'row:' .. id .. ':' .. number
  local single = generation .. ':' .. subject .. ':'
  local cached = redis.call('GET', P .. 'forecast:' .. generation .. ':' .. subject)
  local joined = in_flight(single .. 'dark') or in_flight(single .. 'light') or in_flight(single .. 'none')
  if cached then
    count('cache_hits')
    row_done(id, number, cached)
  else
    local part = joined or (id .. '.' .. number)
    redis.call('HSET', P .. 'parts:' .. id, number, part)
    if joined then
      count('joined')
      join(joined, record[2], waiter)
    else
      create(part, 'track', 'bulk', spec, single .. 'none', record[2], waiter)
    end
  end
end
redis.call('EXPIRE', P .. 'parts:' .. id, DAY_S)
announce(id)
return 1
