-- A person has an answer: it leaves the outbox, and nothing is kept of one who asked to be forgotten meanwhile.
-- ARGV: front-end, entry, job.
local front_end, entry, job = ARGV[1], ARGV[2], ARGV[3]
redis.call('XACK', P .. 'outbox:' .. front_end, 'front', entry)
if redis.call('XDEL', P .. 'outbox:' .. front_end, entry) == 1 then count('delivered:' .. front_end) end
if job == '' then return 0 end
local key = P .. 'job:' .. job
local person = redis.call('HGET', key, 'forgotten')
if not person then
  if redis.call('HDEL', key, 'entry') == 1 then redis.call('EXPIRE', key, JOB_MEMORY_S) end
  return 0
end
redis.call('DEL', key)
redis.call('SREM', P .. 'forgetting:' .. front_end, job)
local own = P .. 'person:' .. person
for _, name in ipairs(redis.call('SMEMBERS', own)) do
  if string.find(name, job, 1, true) then
    redis.call('UNLINK', name)
    redis.call('SREM', own, name)
  end
end
return 1
