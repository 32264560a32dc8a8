-- The holder does not understand what is asked (a newer neighbour wrote it): it waits for a worker that does, and the try
-- is not counted. ARGV: item, holder, what this worker knows.
local id, holder, knowledge = ARGV[1], ARGV[2], ARGV[3]
local record = redis.call('HMGET', item_key(id), 'holder', 'queue', 'place', 'refused')
if record[1] ~= holder then return 0 end
leave_crew(id)
redis.call('ZREM', P .. 'running', id)
redis.call('HINCRBY', item_key(id), 'tries', -1)
redis.call('HSET', item_key(id), 'state', 'queued', 'refused', (record[4] or '') .. ' ' .. knowledge)
redis.call('HDEL', item_key(id), 'holder', 'stage')
redis.call('ZADD', P .. 'parked:' .. record[2], record[3], id)
count('given_back')
return 1
