-- Sign of life of a work item's holder, with the stage it is at ('' leaves it). Returns 0 when it is not the holder any
-- more, 2 when nobody waits for the answer any more, else 1.
local id, holder, stage = ARGV[1], ARGV[2], ARGV[3]
local record = redis.call('HMGET', item_key(id), 'holder', 'stage')
if record[1] ~= holder then return 0 end
redis.call('ZADD', P .. 'running', NOW, id)
if stage ~= '' and stage ~= record[2] then
  redis.call('HSET', item_key(id), 'stage', stage)
  announce(id)
end
return waiting_for(id) == 0 and 2 or 1
