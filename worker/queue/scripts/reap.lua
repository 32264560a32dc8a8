-- Mend what died. ARGV: seconds without heartbeat that mean death, max tries, seconds that an outbox keeps answers.
local stale, max_tries, keep = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

for _, fid in ipairs(redis.call('ZRANGEBYSCORE', P .. 'running', '-inf', NOW - stale, 'LIMIT', 0, 200)) do
  lost(fid, max_tries)
end

-- Questions past their deadline get an answer; work that nobody waits for any more is dropped before it starts.
for _, job in ipairs(redis.call('ZRANGEBYSCORE', P .. 'deadlines', '-inf', NOW, 'LIMIT', 0, 200)) do
  local record = redis.call('HMGET', P .. 'job:' .. job, 'kind', 'flight')
  local state = record[2] and redis.call('HGET', P .. 'flight:' .. record[2], 'state')
  if state == 'fanned' and redis.call('HSETNX', P .. 'job:' .. job, 'extended', 1) == 1 then
    -- Better the tracks that are known than nothing: gather them now, and wait a little for that.
    redis.call('ZADD', P .. 'deadlines', NOW + 60, job)
    enqueue(record[2])
  else
    if record[1] then answer(job, failure(record[1], 'deadline-exceeded'), '', 'failed') end
    redis.call('ZREM', P .. 'deadlines', job)
    if record[2] then
      redis.call('LREM', P .. 'waiters:' .. record[2], 0, 'job:' .. job)
      if state and state ~= 'running' and waiting_for(record[2]) == 0 then land(record[2]) end
    end
  end
end

-- A ticket for each flight that waits: whatever the broker or a dying worker lost is sent again. Only when the same
-- flight was first in line at the last look, because a ticket may just be on its way.
for _, queue in ipairs({'interactive', 'bulk'}) do
  local first = redis.call('ZRANGE', P .. 'waiting:' .. queue, 0, 0)[1] or ''
  local lack = redis.call('ZCARD', P .. 'waiting:' .. queue) - redis.call('LLEN', P .. queue)
  if lack > 0 and redis.call('GET', P .. 'lacking:' .. queue) == first then
    tickets[queue] = math.max(tickets[queue], lack)
  end
  redis.call('SET', P .. 'lacking:' .. queue, lack > 0 and first or '', 'EX', 60)
end

for _, front_end in ipairs(redis.call('SMEMBERS', P .. 'front_ends')) do
  local outbox = P .. 'outbox:' .. front_end
  redis.call('XTRIM', outbox, 'MINID', string.format('%.0f', (NOW - keep) * 1000))
  if redis.call('EXISTS', outbox) == 0 then redis.call('SREM', P .. 'front_ends', front_end) end
end
local workers = redis.call('HGETALL', P .. 'workers')
for i = 1, #workers, 2 do
  if NOW - tonumber(string.match(workers[i + 1], '|([%d.]+)')) > 60 then redis.call('HDEL', P .. 'workers', workers[i]) end
end
return {0, owed()}
