-- Repair what died. ARGV: seconds without heartbeat that mean death, max tries, seconds that an outbox keeps answers.
-- Returns 1 while more is due than one call does.
local stale, max_tries, keep = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local MOST = 100
local MOST_WAKEUPS = 500
local more = 0

for _, id in ipairs(redis.call('ZRANGE', P .. 'settling', 0, 0)) do
  settle(id)
  if redis.call('ZCARD', P .. 'settling') > 0 then more = 1 end
end

local silent = redis.call('ZRANGEBYSCORE', P .. 'running', '-inf', NOW - stale, 'LIMIT', 0, MOST)
for _, id in ipairs(silent) do
  -- A heartbeat may be late by some seconds, so whoever is nearly as silent died in the same moment.
  if redis.call('ZSCORE', P .. 'running', id) then lost(id, max_tries, stale / 2) end
end

-- A listing at the deadline of one who waits: better the tracks that are known than nothing. Others wait on.
local function gather_now(id, job)
  redis.call('ZADD', P .. 'deadlines', NOW + 60, job)
  if waiting_for(id) == 1 then
    close_to_others(id)
    enqueue(id)
    return
  end
  local early = id .. '~' .. redis.call('INCR', P .. 'sequence')
  local record = redis.call('HMGET', item_key(id), 'kind', 'queue', 'spec', 'person', 'since', 'left', 'total')
  redis.call('HSET', item_key(early), 'kind', record[1], 'queue', record[2], 'spec', record[3], 'person', record[4],
    'since', record[5], 'left', record[6], 'total', record[7], 'subject', '', 'phase', 'gather', 'tries', 0,
    'place', next_turn(record[2], record[4]))
  redis.call('ZREM', P .. 'waiters:' .. id, 'job:' .. job)
  redis.call('HSET', P .. 'job:' .. job, 'item', early)
  add_waiter(early, 'job:' .. job)
  local rows = redis.call('HGETALL', P .. 'rows:' .. id)
  for i = 1, #rows, 2 do redis.call('HSET', P .. 'rows:' .. early, rows[i], rows[i + 1]) end
  redis.call('EXPIRE', P .. 'rows:' .. early, DAY_S)
  enqueue(early)
end

-- Questions past their deadline get an answer; work that nobody waits for any more is dropped before it starts, and
-- joined by nobody if it runs.
local due = redis.call('ZRANGEBYSCORE', P .. 'deadlines', '-inf', NOW, 'LIMIT', 0, MOST)
for _, job in ipairs(due) do
  local record = redis.call('HMGET', P .. 'job:' .. job, 'kind', 'item')
  local state = record[2] and redis.call('HGET', item_key(record[2]), 'state')
  if state == 'fanned' and redis.call('HSETNX', P .. 'job:' .. job, 'extended', 1) == 1 then
    gather_now(record[2], job)
  else
    if record[1] then answer(job, failure(record[1], 'deadline-exceeded'), '', 'failed') end
    redis.call('ZREM', P .. 'deadlines', job)
    if record[2] then
      redis.call('ZREM', P .. 'waiters:' .. record[2], 'job:' .. job)
      if state and waiting_for(record[2]) == 0 then
        if state == 'running' then close_to_others(record[2]) else drop(record[2]) end
      end
    end
  end
end
if #silent == MOST or #due == MOST then more = 1 end

-- The rest costs more the larger the installation is: once every few seconds, whoever looks.
if not redis.call('SET', P .. 'looked', '1', 'NX', 'PX', 2500) then return more end

-- A wake-up for each work item that waits: whatever the broker or a dying worker lost is sent again. What lacks at two
-- looks is lost; what lacks at one may just be on its way.
for _, queue in ipairs(QUEUES) do
  local parked = math.min(1, redis.call('ZCARD', P .. 'parked:' .. queue))
  local waiting = redis.call('ZCARD', P .. 'waiting:' .. queue) + redis.call('ZCARD', P .. 'suspects:' .. queue) + parked
  local lack = math.max(0, waiting - redis.call('LLEN', P .. queue))
  local before = tonumber(redis.call('GET', P .. 'lacking:' .. queue) or 0)
  local lost_wakeups = math.min(lack, before, MOST_WAKEUPS)
  if lost_wakeups > 0 then
    wake(queue, lost_wakeups)
    redis.call('HINCRBY', P .. 'counts', 'wakeups_replaced', lost_wakeups)
  end
  redis.call('SET', P .. 'lacking:' .. queue, lack - lost_wakeups, 'EX', 60)
end

for shelf in pairs(DEFAULT_BUDGETS) do settle_books(shelf, MOST) end
for _, front_end in ipairs(redis.call('SMEMBERS', P .. 'front_ends')) do
  local outbox = P .. 'outbox:' .. front_end
  redis.call('XTRIM', outbox, 'MINID', string.format('%.0f', (NOW - keep) * 1000))
  if redis.call('EXISTS', outbox) == 0 then redis.call('SREM', P .. 'front_ends', front_end) end
end
if redis.call('SET', P .. 'pruned', '1', 'NX', 'EX', 30) then
  local workers = redis.call('HGETALL', P .. 'workers')
  for i = 1, #workers, 2 do
    local seen = string.match(workers[i + 1], '|([%d.]+)')
    if not seen or NOW - tonumber(seen) > 60 then redis.call('HDEL', P .. 'workers', workers[i]) end
  end
end
return more
