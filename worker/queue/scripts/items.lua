-- Work items: what there is to do, who holds it, who waits for it. A waiter is `job:{job}` or `row:{listing}:{number}`.
local SETTLED_AT_ONCE = 100   -- answers that one call writes; a crowd is answered in several

local function item_key(id) return P .. 'work_item:' .. id end

local function waiting_for(id) return redis.call('ZCARD', P .. 'waiters:' .. id) end

local function add_waiter(id, waiter) redis.call('ZADD', P .. 'waiters:' .. id, NOW, waiter) end

-- Delete what a question brought along and what is known about the person who asked it.
local function clean(job, state)
  local key = P .. 'job:' .. job
  for name in string.gmatch(redis.call('HGET', key, 'uploads') or '', '%S+') do discard('uploads', name) end
  redis.call('HSET', key, 'state', state, 'ended', NOW)
  redis.call('HDEL', key, 'data', 'user')
  redis.call('EXPIRE', key, JOB_MEMORY_S)
  redis.call('ZREM', P .. 'deadlines', job)
  announce(job)
end

-- The only place where a question gets its answer: at most once, because only an open question is answered.
local function answer(job, body, picture, state)
  local key = P .. 'job:' .. job
  local record = redis.call('HMGET', key, 'state', 'front_end', 'data', 'user', 'uploads', 'forgotten')
  if record[1] ~= 'open' then return false end
  local outbox = P .. 'outbox:' .. record[2]
  local entry = redis.call('XADD', outbox, '*', 'job', record[3], 'outcome', body, 'picture', picture,
    'forgotten', record[6] and '1' or '0')
  redis.call('EXPIRE', outbox, DAY_S)  -- a chat that never comes back leaves nothing behind
  if picture ~= '' and record[5] ~= '' then  -- drawn from an upload: the person's own
    if record[6] then redis.call('EXPIRE', P .. picture, 900) else remember(record[4], P .. picture) end
  end
  clean(job, state)
  redis.call('HSET', key, 'entry', entry)
  redis.call('EXPIRE', key, DAY_S)  -- until it is delivered, then for an hour
  count(state)
  return true
end

-- Put a work item into its queue, at the turn that it has.
local function enqueue(id)
  local record = redis.call('HMGET', item_key(id), 'queue', 'place', 'suspect')
  local line = record[3] and 'suspects:' or 'waiting:'
  redis.call('ZADD', P .. line .. record[1], record[2], id)
  redis.call('HSET', item_key(id), 'state', 'queued')
  redis.call('HDEL', item_key(id), 'holder', 'stage')
  redis.call('ZREM', P .. 'running', id)
  wake(record[1])
end

-- Nobody works on it any more: its worker is free for others.
local function leave_crew(id)
  local worker = redis.call('HGET', item_key(id), 'worker')
  if not worker then return end
  redis.call('SREM', P .. 'crew:' .. worker, id)
  if redis.call('GET', P .. 'alone:' .. worker) == id then
    redis.call('DEL', P .. 'alone:' .. worker)
    for _, queue in ipairs(QUEUES) do  -- what it held up goes on
      wake(queue, math.min(16, redis.call('ZCARD', P .. 'waiting:' .. queue)))
    end
  end
  for _, queue in ipairs(QUEUES) do
    if redis.call('ZCARD', P .. 'suspects:' .. queue) > 0 and redis.call('SCARD', P .. 'crew:' .. worker) == 0 then
      wake(queue)
    end
  end
  redis.call('HDEL', item_key(id), 'worker')
end

-- A new work item. `subject` is what it shares with others that ask for the same, or ''.
local function create(id, kind, queue, spec, subject, person, waiter)
  redis.call('HSET', item_key(id), 'kind', kind, 'queue', queue, 'spec', spec, 'subject', subject, 'person', person,
    'phase', 'run', 'tries', 0, 'place', next_turn(queue, person), 'since', NOW)
  add_waiter(id, waiter)
  if subject ~= '' then redis.call('SET', P .. 'single:' .. subject, id) end
  enqueue(id)
end

-- The work item that works on a subject right now, if there is one.
local function in_flight(subject)
  local id = redis.call('GET', P .. 'single:' .. subject)
  if id and redis.call('EXISTS', item_key(id)) == 1 then return id end
  return nil
end

-- From now on nobody joins it.
local function close_to_others(id)
  local subject = redis.call('HGET', item_key(id), 'subject')
  if subject and subject ~= '' and redis.call('GET', P .. 'single:' .. subject) == id then
    redis.call('DEL', P .. 'single:' .. subject)
  end
end

-- One more person waits for it: it is due at the earliest turn of all of them.
local function join(id, person, waiter)
  add_waiter(id, waiter)
  local record = redis.call('HMGET', item_key(id), 'queue', 'state', 'place')
  if record[2] ~= 'queued' then return end
  local place = next_turn(record[1], person)
  if tonumber(place) < tonumber(record[3]) then
    redis.call('HSET', item_key(id), 'place', place)
    redis.call('ZADD', P .. 'waiting:' .. record[1], 'XX', place, id)
  end
end

-- Take it out of every line.
local function withdraw(id)
  local queue = redis.call('HGET', item_key(id), 'queue')
  for _, line in ipairs({'waiting:', 'suspects:', 'parked:'}) do
    if queue then redis.call('ZREM', P .. line .. queue, id) end
  end
  redis.call('ZREM', P .. 'running', id)
  leave_crew(id)
  close_to_others(id)
end

-- Remove every trace of a work item, and of a listing's tracks that nobody else waits for.
local function drop(id)
  withdraw(id)
  local parts = redis.call('HGETALL', P .. 'parts:' .. id)
  redis.call('UNLINK', item_key(id), P .. 'waiters:' .. id, P .. 'rows:' .. id, P .. 'parts:' .. id)
  redis.call('ZREM', P .. 'settling', id)
  for i = 1, #parts, 2 do
    local part = parts[i + 1]
    redis.call('ZREM', P .. 'waiters:' .. part, 'row:' .. id .. ':' .. parts[i])
    if waiting_for(part) == 0 then
      local state = redis.call('HGET', item_key(part), 'state')
      if state == 'running' then close_to_others(part) elseif state then drop(part) end
    end
  end
end

-- One track of a listing is known; the last one sends the listing back to be gathered.
local function row_done(listing, number, body)
  if redis.call('EXISTS', item_key(listing)) == 0 then return end
  if redis.call('HSETNX', P .. 'rows:' .. listing, number, body) == 0 then return end
  redis.call('HDEL', P .. 'parts:' .. listing, number)
  if redis.call('HINCRBY', item_key(listing), 'left', -1) == 0
    and redis.call('HGET', item_key(listing), 'state') == 'fanned' then enqueue(listing) end
  announce(listing)
end

-- Answer some of those who wait for a work item that has ended; returns how many questions that answered.
local function settle(id)
  local record = redis.call('HMGET', item_key(id), 'body', 'picture', 'end_state')
  if not record[1] then redis.call('ZREM', P .. 'settling', id) return 0 end
  local answered, waiters = 0, redis.call('ZPOPMIN', P .. 'waiters:' .. id, SETTLED_AT_ONCE)
  for i = 1, #waiters, 2 do
    local job = string.match(waiters[i], '^job:(.+)$')
    if job then
      if answer(job, record[1], record[2], record[3]) then answered = answered + 1 end
    else
      local listing, number = string.match(waiters[i], '^row:(.+):(%d+)$')
      row_done(listing, number, record[1])
    end
  end
  if waiting_for(id) == 0 then drop(id) else redis.call('ZADD', P .. 'settling', NOW, id) end
  return answered
end

-- A work item ends: everybody who waits for it gets the same answer.
local function close(id, body, picture, state)
  withdraw(id)
  redis.call('HSET', item_key(id), 'state', 'ended', 'end_state', state, 'body', body, 'picture', picture)
  return settle(id)
end

-- Back into the queue. A try that may have been ended by another one's fault is not counted.
local function again(id, counted)
  leave_crew(id)
  if not counted then
    redis.call('HINCRBY', item_key(id), 'tries', -1)
    redis.call('HSET', item_key(id), 'suspect', 1)
  end
  count(counted and 'lost' or 'suspected')
  enqueue(id)
end

-- The holder of a work item is gone: again, or an end after too many tries. Those who were held by the same worker and
-- are silent as well died with it: one of them may be why, so they are tried again one at a time, and that is free.
local function lost(id, max_tries, silence)
  local record = redis.call('HMGET', item_key(id), 'tries', 'kind', 'worker', 'state')
  if not record[2] or record[4] ~= 'running' then redis.call('ZREM', P .. 'running', id) return end
  if waiting_for(id) == 0 then drop(id) return end
  local others = {}
  if record[3] and silence then
    for _, other in ipairs(redis.call('SMEMBERS', P .. 'crew:' .. record[3])) do
      local beat = redis.call('ZSCORE', P .. 'running', other)
      if other ~= id and beat and NOW - tonumber(beat) > silence then others[#others + 1] = other end
    end
  end
  if #others > 0 then
    again(id, false)
    for _, other in ipairs(others) do
      if waiting_for(other) == 0 then drop(other) else again(other, false) end
    end
  elseif tonumber(record[1]) >= max_tries then
    count('gave_up')
    close(id, failure(record[2], 'job-failed'), '', 'failed')
  else
    again(id, true)
  end
end
