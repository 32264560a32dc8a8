-- Take a question back that its front-end could not be sure to have submitted. No answer is sent for it.
local job = ARGV[1]
local record = redis.call('HMGET', P .. 'job:' .. job, 'state', 'flight')
if record[1] ~= 'open' then return 0 end
clean(job, 'failed')
redis.call('LREM', P .. 'waiters:' .. record[2], 0, 'job:' .. job)
if redis.call('HGET', P .. 'flight:' .. record[2], 'state') ~= 'running' and waiting_for(record[2]) == 0 then
  land(record[2])
end
return 1
