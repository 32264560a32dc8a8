-- A short link led to something else than was asked: the flight goes on as another kind, in the queue that fits.
local fid, holder, kind, queue, spec = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local key = P .. 'flight:' .. fid
if redis.call('HGET', key, 'holder') ~= holder then return {0, owed()} end
redis.call('HSET', key, 'kind', kind, 'queue', queue, 'spec', spec, 'tries', 0)
enqueue(fid)
announce(fid)
return {1, owed()}
