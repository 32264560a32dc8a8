-- Delete all that is stored about a person; returns how many things that were. Open questions are marked, not broken.
local user, deleted = ARGV[1], 0
local own = P .. 'person:' .. user
for _, key in ipairs(redis.call('SMEMBERS', own)) do
  if string.find(key, P .. 'job:', 1, true) == 1 and redis.call('HGET', key, 'state') == 'open' then
    redis.call('HSET', key, 'forgotten', 1)
    redis.call('HDEL', key, 'user')
  else
    deleted = deleted + redis.call('UNLINK', key)
  end
end
deleted = deleted + redis.call('UNLINK', own)
return deleted + redis.call('UNLINK', P .. 'bucket:user:' .. user)
