-- Delete all that is stored about a person; returns how many things that were. What is still to be answered or delivered
-- is answered as promised, and marked, so that nothing is kept of it. Limits stay: they know nobody by name.
local user, deleted = ARGV[1], 0
local own = P .. 'person:' .. user
for _, key in ipairs(redis.call('SMEMBERS', own)) do
  local job = string.find(key, P .. 'job:', 1, true) == 1
  local record = job and redis.call('HMGET', key, 'state', 'entry') or {}
  if record[1] and (record[1] == 'open' or record[2]) then
    redis.call('HSET', key, 'forgotten', user)
    redis.call('HDEL', key, 'user')
  else
    deleted = deleted + redis.call('UNLINK', key)
  end
end
return deleted + redis.call('UNLINK', own)
