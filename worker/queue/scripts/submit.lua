-- Take a question: once, fairly, and only if it can be answered in sensible time. ARGV: job, its record, front-end, kind,
-- seconds until its deadline, user, server, their rates, its cost, queue, most that may wait, subject, theme, spec, names
-- of its uploads, attempt.
local job, data, front_end, kind, patience = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local user, server, user_rate, server_rate, cost = ARGV[6], ARGV[7], tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])
local queue, max_waiting, subject, theme, spec, uploads = ARGV[11], tonumber(ARGV[12]), ARGV[13], ARGV[14], ARGV[15], ARGV[16]
local attempt = ARGV[17] or ''

local function place(id, state)
  local rank = redis.call('ZRANK', P .. 'waiting:' .. queue, id)
  local position = rank and rank + 1 or 0
  return {state, tostring(position), tostring(eta(queue, position))}
end

-- This attempt was given up before it arrived: the person has read that it was not taken.
if attempt ~= '' and redis.call('EXISTS', P .. 'cancelled:' .. job .. ':' .. attempt) == 1 then
  return {'cancelled', '0', '0'}
end

-- Known already: the question now belongs to this attempt, so that giving up an earlier one does not take it away.
local record = redis.call('HMGET', P .. 'job:' .. job, 'state', 'item', 'attempt')
if record[1] == 'open' and not record[2] then  -- release 0.1 took it, and is gone: it is asked anew
  redis.call('UNLINK', P .. 'waiters:' .. job, P .. 'flight:' .. job)
elseif record[1] then
  if attempt ~= (record[3] or '') then redis.call('HSET', P .. 'job:' .. job, 'attempt', attempt) end
  return place(record[2] or '', 'known')
end

-- Token buckets: `rate` questions a minute, and as many at once.
local function bucket(who, rate)
  local size = math.max(rate, cost)
  local held = redis.call('HMGET', P .. 'bucket:' .. who, 'tokens', 'at')
  local tokens = math.min(size, tonumber(held[1] or size) + math.max(0, NOW - tonumber(held[2] or NOW)) * rate / 60)
  return tokens, (cost - tokens) * 60 / rate, size
end
local buckets = {}
if user ~= '' then buckets[#buckets + 1] = {'user:' .. digest(user), user_rate} end
if server ~= '' then buckets[#buckets + 1] = {'server:' .. digest(server), server_rate} end
local wait = 0
for _, entry in ipairs(buckets) do
  local tokens, missing, size = bucket(entry[1], entry[2])
  entry[3], entry[4] = tokens - cost, size
  wait = math.max(wait, missing)
end
if wait > 0 then
  count('refused_fairness')
  return {'fairness', tostring(wait)}
end

local generation = redis.call('GET', P .. 'generation') or ''
local cached, picture = nil, ''
if subject ~= '' and kind == 'track' then
  picture = 'picture:' .. generation .. ':' .. subject .. ':' .. theme
  cached = redis.call('GET', P .. 'forecast:' .. generation .. ':' .. subject)
  if cached and redis.call('EXISTS', P .. picture) == 0 then cached = nil end
end
local single = subject ~= '' and generation .. ':' .. subject .. ':' .. theme or ''
local joined = not cached and single ~= '' and in_flight(single)

if not cached and not joined then
  local waiting = redis.call('ZCARD', P .. 'waiting:' .. queue)
  if waiting >= max_waiting then
    count('refused_full')
    return {'full', tostring(waiting), tostring(eta(queue, waiting))}
  end
  if redis.call('EXISTS', P .. 'tight') == 1 then
    count('refused_no_room')
    return {'room'}
  end
end

for _, entry in ipairs(buckets) do
  redis.call('HSET', P .. 'bucket:' .. entry[1], 'tokens', entry[3], 'at', NOW)
  redis.call('EXPIRE', P .. 'bucket:' .. entry[1], math.ceil(entry[4] * 60 / entry[2]) + 60)
end
count('submitted')
local id = joined or job
redis.call('HSET', P .. 'job:' .. job, 'state', 'open', 'data', data, 'front_end', front_end, 'kind', kind,
  'item', id, 'queue', queue, 'user', user, 'uploads', uploads, 'attempt', attempt, 'since', NOW)
redis.call('ZADD', P .. 'deadlines', NOW + patience, job)
remember(user, P .. 'job:' .. job)
redis.call('SADD', P .. 'front_ends', front_end)

if cached then
  count('cache_hits')
  answer(job, cached, picture, 'done')
  return {'cached', '0', '0'}
end
local person = digest(user ~= '' and user or front_end)
if joined then
  count('joined')
  join(id, person, 'job:' .. job)
else
  create(id, kind, queue, spec, single, person, 'job:' .. job)
end
return place(id, 'taken')
