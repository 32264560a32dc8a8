-- A listing's tracks become flights of their own on the bulk queue; what is cached or in the air already is shared.
-- ARGV: flight, holder, listing, then for each track its subject and its spec.
local fid, holder, listing = ARGV[1], ARGV[2], ARGV[3]
local key, total = P .. 'flight:' .. fid, (#ARGV - 3) / 2
if redis.call('HGET', key, 'holder') ~= holder then return {0, owed()} end
local generation = redis.call('GET', P .. 'generation') or ''
redis.call('HSET', key, 'state', 'fanned', 'phase', 'gather', 'left', total, 'total', total)
redis.call('HDEL', key, 'holder', 'stage')
redis.call('ZREM', P .. 'running', fid)
redis.call('DEL', P .. 'rows:' .. fid)
redis.call('HSET', P .. 'rows:' .. fid, 'listing', listing)
redis.call('EXPIRE', P .. 'rows:' .. fid, LISTING_MEMORY_S)
for number = 1, total do
  local subject, spec = ARGV[2 + 2 * number], ARGV[3 + 2 * number]
  local waiter = 'row:' .. fid .. ':' .. number
  local single = generation .. ':' .. subject .. ':'
  local cached = redis.call('GET', P .. 'forecast:' .. generation .. ':' .. subject)
  local joined = flying(single .. 'dark') or flying(single .. 'light') or flying(single .. 'none')
  if cached then
    count('cache_hits')
    row_done(fid, number, cached)
  elseif joined then
    count('joined')
    redis.call('RPUSH', P .. 'waiters:' .. joined, waiter)
  else
    launch(fid .. '.' .. number, 'track', 'bulk', spec, single .. 'none', waiter)
  end
end
announce(fid)
return {1, owed()}
