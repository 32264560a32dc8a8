-- Take an attempt back that its front-end could not be sure of: whether it has arrived or still comes, it counts for
-- nothing. A later attempt of the same question is left alone. ARGV: job, attempt, names of the attempt's uploads.
-- Returns 1 if nothing of it is left, 0 if its answer is on its way already.
local job, attempt = ARGV[1], ARGV[2]
redis.call('SET', P .. 'cancelled:' .. job .. ':' .. attempt, '1', 'EX', 900)
local record = redis.call('HMGET', P .. 'job:' .. job, 'state', 'item', 'attempt', 'front_end', 'entry', 'uploads')
local taken_back = 1
if record[1] and record[3] == attempt then
  if record[1] == 'open' then
    clean(job, 'failed')
    redis.call('DEL', P .. 'job:' .. job)
    redis.call('ZREM', P .. 'waiters:' .. record[2], 'job:' .. job)
    local state = redis.call('HGET', item_key(record[2]), 'state')
    if state and waiting_for(record[2]) == 0 then
      if state == 'running' then close_to_others(record[2]) else drop(record[2]) end
    end
    count('cancelled')
  elseif record[5] then
    local outbox = P .. 'outbox:' .. record[4]
    local held = redis.pcall('XPENDING', outbox, 'front', record[5], record[5], 1)  -- an error: nobody ever read
    if (held.err or #held == 0) and redis.call('XDEL', outbox, record[5]) == 1 then
      redis.call('DEL', P .. 'job:' .. job)
      count('cancelled')
    else
      taken_back = 0
    end
  else
    taken_back = 0
  end
end
local used = ' ' .. (redis.call('HGET', P .. 'job:' .. job, 'uploads') or '') .. ' '
for i = 3, #ARGV do
  if not string.find(used, ' ' .. ARGV[i] .. ' ', 1, true) then discard('uploads', ARGV[i]) end
end
return taken_back
