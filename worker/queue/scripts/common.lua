-- What all scripts share. KEYS[1] is the prefix of all keys; the server's clock is the only clock.
local P = KEYS[1]
local time = redis.call('TIME')
local NOW = tonumber(time[1]) + tonumber(time[2]) / 1000000
local JOB_MEMORY_S = 3600   -- how long a finished question can be asked about
local LISTING_MEMORY_S = 86400

-- Tickets that the caller has to send through Celery: one for each flight put into a queue.
local tickets = {interactive = 0, bulk = 0}
local function owed() return {tickets.interactive, tickets.bulk} end

local function count(what) redis.call('HINCRBY', P .. 'counts', what, 1) end

local function failure(kind, code)
  return '{"version":1,"kind":"' .. kind .. '","failure":{"code":"' .. code .. '","params":{}}}'
end

-- Tell all that wait for a flight that something changed.
local function announce(fid)
  for _, waiter in ipairs(redis.call('LRANGE', P .. 'waiters:' .. fid, 0, -1)) do
    if string.sub(waiter, 1, 4) == 'job:' then redis.call('PUBLISH', P .. 'progress', string.sub(waiter, 5)) end
  end
end

local function remember(user, key)
  if user and user ~= '' then
    redis.call('SADD', P .. 'person:' .. user, key)
    redis.call('EXPIRE', P .. 'person:' .. user, 86400)
  end
end

-- Delete what a question brought along and what is known about the person who asked it.
local function clean(job, state)
  local key = P .. 'job:' .. job
  local uploads = tonumber(redis.call('HGET', key, 'uploads') or 0)
  for number = 0, uploads - 1 do redis.call('UNLINK', P .. 'upload:' .. job .. ':' .. number) end
  redis.call('HSET', key, 'state', state, 'ended', NOW)
  redis.call('HDEL', key, 'data', 'user')
  redis.call('EXPIRE', key, JOB_MEMORY_S)
  redis.call('ZREM', P .. 'deadlines', job)
  redis.call('PUBLISH', P .. 'progress', job)
end

-- The only place where a question gets its answer: at most once, because only an open question is answered.
local function answer(job, body, picture, state)
  local key = P .. 'job:' .. job
  local record = redis.call('HMGET', key, 'state', 'front_end', 'data', 'user', 'uploads', 'forgotten')
  if record[1] ~= 'open' then return false end
  local outbox = P .. 'outbox:' .. record[2]
  redis.call('XADD', outbox, '*', 'job', record[3], 'outcome', body, 'picture', picture,
    'forgotten', record[6] or '0')
  redis.call('EXPIRE', outbox, 86400)  -- a chat that never comes back leaves nothing behind
  if picture ~= '' and record[5] ~= '0' then  -- drawn from an upload: the person's own
    if record[6] then redis.call('EXPIRE', P .. picture, 900) else remember(record[4], P .. picture) end
  end
  clean(job, state)
  count(state)
  return true
end

local function enqueue(fid)
  local key = P .. 'flight:' .. fid
  local record = redis.call('HMGET', key, 'queue', 'seq')
  redis.call('ZADD', P .. 'waiting:' .. record[1], record[2], fid)
  redis.call('HSET', key, 'state', 'queued')
  redis.call('HDEL', key, 'holder', 'stage')
  redis.call('ZREM', P .. 'running', fid)
  tickets[record[1]] = tickets[record[1]] + 1
end

-- A new piece of work. `subject` is what it shares with others that ask for the same, or ''.
local function launch(fid, kind, queue, spec, subject, waiter)
  redis.call('HSET', P .. 'flight:' .. fid, 'kind', kind, 'queue', queue, 'spec', spec, 'subject', subject,
    'phase', 'run', 'tries', 0, 'seq', redis.call('INCR', P .. 'seq'), 'since', NOW)
  redis.call('RPUSH', P .. 'waiters:' .. fid, waiter)
  if subject ~= '' then redis.call('SET', P .. 'single:' .. subject, fid) end
  enqueue(fid)
end

local function flying(subject)
  local fid = redis.call('GET', P .. 'single:' .. subject)
  if fid and redis.call('EXISTS', P .. 'flight:' .. fid) == 1 then return fid end
  return nil
end

-- Remove every trace of a flight.
local function land(fid)
  local key = P .. 'flight:' .. fid
  local record = redis.call('HMGET', key, 'queue', 'subject')
  if record[2] and record[2] ~= '' and redis.call('GET', P .. 'single:' .. record[2]) == fid then
    redis.call('DEL', P .. 'single:' .. record[2])
  end
  if record[1] then redis.call('ZREM', P .. 'waiting:' .. record[1], fid) end
  redis.call('ZREM', P .. 'running', fid)
  redis.call('UNLINK', key, P .. 'waiters:' .. fid, P .. 'rows:' .. fid)
end

-- One track of a listing is known; the last one sends the listing back to be gathered.
local function row_done(listing, number, body)
  local key = P .. 'flight:' .. listing
  if redis.call('EXISTS', key) == 0 then return end
  if redis.call('HSETNX', P .. 'rows:' .. listing, number, body) == 0 then return end
  if redis.call('HINCRBY', key, 'left', -1) == 0 then enqueue(listing) end
  announce(listing)
end

-- A flight ends: everybody who waits for it gets the same answer.
local function close(fid, body, picture, state)
  local waiters = redis.call('LRANGE', P .. 'waiters:' .. fid, 0, -1)
  land(fid)
  local answered = 0
  for _, waiter in ipairs(waiters) do
    local job = string.match(waiter, '^job:(.+)$')
    if job then
      if answer(job, body, picture, state) then answered = answered + 1 end
    else
      local listing, number = string.match(waiter, '^row:(.+):(%d+)$')
      row_done(listing, number, body)
    end
  end
  return answered
end

-- The process that worked on a flight is gone: again, or an end after too many tries.
local function lost(fid, max_tries)
  local record = redis.call('HMGET', P .. 'flight:' .. fid, 'tries', 'kind')
  if not record[2] then redis.call('ZREM', P .. 'running', fid) return end
  if tonumber(record[1]) >= max_tries then
    count('gave_up')
    close(fid, failure(record[2], 'job-failed'), '', 'failed')
  else
    count('lost')
    enqueue(fid)
  end
end

-- Forget those who no longer wait; returns how many still do.
local function waiting_for(fid)
  local left = 0
  for _, waiter in ipairs(redis.call('LRANGE', P .. 'waiters:' .. fid, 0, -1)) do
    local listing = string.match(waiter, '^row:(.+):%d+$')
    if listing and redis.call('EXISTS', P .. 'flight:' .. listing) == 0 then
      redis.call('LREM', P .. 'waiters:' .. fid, 1, waiter)
    else
      left = left + 1
    end
  end
  return left
end

local function slots()
  local sum, entries = 0, redis.call('HGETALL', P .. 'workers')
  for i = 2, #entries, 2 do
    local number, seen = string.match(entries[i], '^(%d+)|([%d.]+)')
    if NOW - tonumber(seen) < 30 then sum = sum + tonumber(number) end
  end
  return math.max(1, sum)
end

local function average(queue) return tonumber(redis.call('GET', P .. 'average:' .. queue) or '2') end

-- Seconds until the one at `position` (1 is next) is answered.
local function eta(queue, position)
  return ((math.max(position, 1) - 1) / slots() + 1) * average(queue)
end
