-- A short link led to something else than was asked: the work goes on as another kind, in the queue that fits.
local id, holder, kind, queue, spec = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local record = redis.call('HMGET', item_key(id), 'holder', 'person')
if record[1] ~= holder then return 0 end
leave_crew(id)
redis.call('HSET', item_key(id), 'kind', kind, 'queue', queue, 'spec', spec, 'tries', 0,
  'place', next_turn(queue, record[2]))
enqueue(id)
announce(id)
return 1
