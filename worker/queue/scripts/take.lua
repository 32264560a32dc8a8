-- A worker that was woken takes the next work item. ARGV: queue of the wake-up, task id, retries of the task, nonce, max
-- tries, worker, what it knows (a digest), seconds of silence that mean death, the queues that it serves.
local queue, task, retries, nonce, max_tries = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])
local worker, knowledge, silence, served = ARGV[6], ARGV[7], tonumber(ARGV[8]), ARGV[9] .. ','
local holder = task .. '|' .. retries .. '|' .. nonce
local crew = P .. 'crew:' .. worker

local function show(id)
  local record = redis.call('HMGET', item_key(id), 'spec', 'phase', 'tries', 'since')
  return {id, holder, record[1], record[2], record[3], tostring(NOW - tonumber(record[4]))}
end

local function nothing() return {'', '', '', '', '0', '0'} end

local before = redis.call('GET', P .. 'held:' .. task)
if before then
  local id, old = string.match(before, '^(%S+) (.+)$')
  if redis.call('HGET', item_key(id), 'holder') == old then
    if old == holder then return show(id) end  -- this very call ran, and its answer got lost on the way
    -- Celery hands the wake-up out again because the process that held it is dead: do not wait for the heartbeat.
    if tonumber(string.match(old, '|(%d+)|')) < retries then lost(id, max_tries, nil) end
  end
end

if redis.call('EXISTS', P .. 'alone:' .. worker) == 1 then
  if redis.call('SCARD', crew) > 0 then return nothing() end
  redis.call('DEL', P .. 'alone:' .. worker)
end

local function hold(id, from)
  redis.call('ZREM', P .. from, id)
  redis.call('HSET', item_key(id), 'state', 'running', 'holder', holder, 'worker', worker, 'started', NOW)
  redis.call('HINCRBY', item_key(id), 'tries', 1)
  redis.call('ZADD', P .. 'running', NOW, id)
  redis.call('SADD', crew, id)
  redis.call('EXPIRE', crew, 3600)
  redis.call('SET', P .. 'held:' .. task, id .. ' ' .. holder, 'EX', 3600)
  announce(id)
  return show(id)
end

local left_to_others = false  -- whether something waits that this worker does not understand

-- The first of a line that somebody still waits for.
local function first_of(line, most)
  for _, id in ipairs(redis.call('ZRANGE', P .. line, 0, most - 1)) do
    if redis.call('EXISTS', item_key(id)) == 0 then redis.call('ZREM', P .. line, id)
    elseif waiting_for(id) == 0 then drop(id)
    else
      local refused = redis.call('HGET', item_key(id), 'refused')
      if not (refused and string.find(refused, knowledge, 1, true)) then return id end
      left_to_others = true
    end
  end
  return nil
end

local function next_in(name)
  local suspect = first_of('suspects:' .. name, 8)
  if suspect then  -- to be run alone: one worker ends what it is at, the others go on
    if redis.call('SCARD', crew) == 0 then
      redis.call('SET', P .. 'alone:' .. worker, suspect, 'EX', 3600)
      redis.call('DEL', P .. 'draining')
      return suspect, 'suspects:' .. name
    end
    redis.call('SET', P .. 'draining', worker, 'EX', 30, 'NX')
    if redis.call('GET', P .. 'draining') == worker then return false end
  end
  local parked = first_of('parked:' .. name, 8)
  if parked then return parked, 'parked:' .. name end
  while redis.call('ZCARD', P .. 'waiting:' .. name) > 0 do
    local place = redis.call('ZRANGE', P .. 'waiting:' .. name, 0, 0, 'WITHSCORES')
    local id = first_of('waiting:' .. name, 1)
    if id then
      redis.call('ZREM', P .. 'waiting:' .. name, id)
      serve(name, place[2])
      return id, 'waiting:' .. name
    end
  end
  return nil
end

-- Large jobs get one of four turns while single questions wait; whoever is woken for one may take the other.
local other = queue == 'bulk' and 'interactive' or 'bulk'
local order = {queue}
if string.find(served, other .. ',', 1, true) then
  local credit = tonumber(redis.call('GET', P .. 'credit') or 0)
  local both = redis.call('ZCARD', P .. 'waiting:bulk') > 0 and redis.call('ZCARD', P .. 'waiting:interactive') > 0
  if both and credit >= 3 then order = {'bulk', 'interactive'}
  elseif both then order = {'interactive', 'bulk'}
  else order = {queue, other} end
  if both then redis.call('SET', P .. 'credit', (credit >= 3) and 0 or credit + 1) end
end
for _, name in ipairs(order) do
  local id, from = next_in(name)
  if id == false then return nothing() end
  if id then
    if name ~= queue and redis.call('ZCARD', P .. 'waiting:' .. queue) > 0 then
      wake(queue)  -- whoever serves this queue only is not to wait for the other's wake-up
    end
    if from == 'parked:' .. name and redis.call('ZCARD', P .. from) > 1 then
      wake(name)  -- the wake-ups of the others went with the workers that gave them back
    end
    return hold(id, from)
  end
end
if left_to_others then
  -- This wake-up belongs to the work that was left: it goes on to a worker that may know better, at most ten times a second,
  -- because there may be none.
  local passed = redis.call('INCR', P .. 'passed:' .. queue)
  if passed == 1 then redis.call('EXPIRE', P .. 'passed:' .. queue, 1) end
  if passed <= 10 then wake(queue) end
end
return nothing()
