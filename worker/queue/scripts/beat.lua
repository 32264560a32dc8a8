-- Sign of life of a flight's holder, with the stage it is at ('' leaves it). Returns 0 when the flight is not its own.
local fid, holder, stage = ARGV[1], ARGV[2], ARGV[3]
local key = P .. 'flight:' .. fid
local record = redis.call('HMGET', key, 'holder', 'stage')
if record[1] ~= holder then return 0 end
redis.call('HSET', key, 'beat', NOW)
redis.call('ZADD', P .. 'running', NOW, fid)
if stage ~= '' and stage ~= record[2] then
  redis.call('HSET', key, 'stage', stage)
  announce(fid)
end
return 1
