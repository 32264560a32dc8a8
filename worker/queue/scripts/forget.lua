-- Delete all that is stored about a person; returns how many things that were. What is still to be answered or delivered
-- is answered as promised, and marked, so that nothing is kept of it. Limits stay: they know nobody by name.
local user, deleted = ARGV[1], 0
local own = P .. 'person:' .. user

-- An upload is needed as long as its question is open; one whose question never came is not.
local function needed(upload)
  local job = string.match(upload, '^upload:([^:]+):')
  local record = redis.call('HMGET', P .. 'job:' .. (job or ''), 'state', 'uploads')
  return record[1] == 'open' and string.find(' ' .. record[2] .. ' ', ' ' .. upload .. ' ', 1, true)
end

for _, key in ipairs(redis.call('SMEMBERS', own)) do
  local name = string.sub(key, #P + 1)
  local job = string.find(name, 'job:', 1, true) == 1
  local record = job and redis.call('HMGET', key, 'state', 'entry', 'front_end') or {}
  if record[1] and (record[1] == 'open' or record[2]) then
    redis.call('HSET', key, 'forgotten', user)
    redis.call('SADD', P .. 'forgetting:' .. record[3], string.sub(name, 5))
    redis.call('EXPIRE', P .. 'forgetting:' .. record[3], DAY_S)
    redis.call('HDEL', key, 'user')
  elseif string.find(name, 'upload:', 1, true) == 1 then
    if not needed(name) then
      deleted = deleted + redis.call('EXISTS', key)
      discard('uploads', name)
    end
  else
    deleted = deleted + redis.call('UNLINK', key)
  end
end
return deleted + redis.call('UNLINK', own)
