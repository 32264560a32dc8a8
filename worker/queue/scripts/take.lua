-- A worker with a ticket takes the next flight of a queue. ARGV: queue, task id, retries of the task, nonce, max tries.
local queue, task, retries, nonce, max_tries = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])
local holder = task .. '|' .. retries .. '|' .. nonce

local function show(fid)
  local record = redis.call('HMGET', P .. 'flight:' .. fid, 'spec', 'phase', 'tries', 'subject', 'since')
  return {fid, holder, record[1], record[2], record[3], tostring(NOW - tonumber(record[5])), owed()}
end

local before = redis.call('GET', P .. 'held:' .. task)
if before then
  local fid, old = string.match(before, '^(%S+) (.+)$')
  if redis.call('HGET', P .. 'flight:' .. fid, 'holder') == old then
    if old == holder then return show(fid) end  -- this very call ran, and its answer got lost on the way
    -- Celery hands the ticket out again because the process that held it is dead: do not wait for the heartbeat.
    if tonumber(string.match(old, '|(%d+)|')) < retries then lost(fid, max_tries) end
  end
end

while true do
  local next = redis.call('ZPOPMIN', P .. 'waiting:' .. queue)
  if #next == 0 then return {'', '', '', '', '0', '0', owed()} end
  local fid = next[1]
  if redis.call('EXISTS', P .. 'flight:' .. fid) == 1 then
    if waiting_for(fid) > 0 then
      redis.call('HSET', P .. 'flight:' .. fid, 'state', 'running', 'holder', holder, 'beat', NOW)
      redis.call('HINCRBY', P .. 'flight:' .. fid, 'tries', 1)
      redis.call('ZADD', P .. 'running', NOW, fid)
      redis.call('SET', P .. 'held:' .. task, fid .. ' ' .. holder, 'EX', 3600)
      announce(fid)
      return show(fid)
    end
    land(fid)
  end
end
