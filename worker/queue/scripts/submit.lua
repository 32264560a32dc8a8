-- Take a question: once, fairly, and only if it can be answered in sensible time.
local job, data, front_end, kind, deadline = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local user, server, user_rate, server_rate, cost = ARGV[6], ARGV[7], tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])
local queue, max_waiting, subject, theme, spec, uploads = ARGV[11], tonumber(ARGV[12]), ARGV[13], ARGV[14], ARGV[15], ARGV[16]

local function place(fid, state)
  local rank = redis.call('ZRANK', P .. 'waiting:' .. queue, fid)
  local position = rank and rank + 1 or 0
  return {state, tostring(position), tostring(eta(queue, position)), owed()}
end

local record = redis.call('HMGET', P .. 'job:' .. job, 'state', 'flight')
if record[1] then return place(record[2] or '', 'known') end

-- Token buckets: `rate` questions a minute, and as many at once.
local function bucket(who, rate)
  local size = math.max(rate, cost)
  local held = redis.call('HMGET', P .. 'bucket:' .. who, 'tokens', 'at')
  local tokens = math.min(size, tonumber(held[1] or size) + (NOW - tonumber(held[2] or NOW)) * rate / 60)
  return tokens, (cost - tokens) * 60 / rate, size
end
local buckets = {}
if user ~= '' then buckets[#buckets + 1] = {'user:' .. user, user_rate} end
if server ~= '' then buckets[#buckets + 1] = {'server:' .. server, server_rate} end
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
local joined = not cached and single ~= '' and flying(single)

local waiting = redis.call('ZCARD', P .. 'waiting:' .. queue)
if not cached and not joined and waiting >= max_waiting then
  count('refused_full')
  return {'full', tostring(waiting), tostring(eta(queue, waiting))}
end

for _, entry in ipairs(buckets) do
  redis.call('HSET', P .. 'bucket:' .. entry[1], 'tokens', entry[3], 'at', NOW)
  redis.call('EXPIRE', P .. 'bucket:' .. entry[1], math.ceil(entry[4] * 60 / entry[2]) + 60)
end
count('submitted')
local fid = joined or job
redis.call('HSET', P .. 'job:' .. job, 'state', 'open', 'data', data, 'front_end', front_end, 'kind', kind,
  'flight', fid, 'queue', queue, 'user', user, 'uploads', uploads, 'since', NOW)
redis.call('ZADD', P .. 'deadlines', deadline, job)
remember(user, P .. 'job:' .. job)
redis.call('SADD', P .. 'front_ends', front_end)

if cached then
  count('cache_hits')
  answer(job, cached, picture, 'done')
  return {'cached', '0', '0', owed()}
end
if joined then
  count('joined')
  redis.call('RPUSH', P .. 'waiters:' .. fid, 'job:' .. job)
else
  launch(fid, kind, queue, spec, single, 'job:' .. job)
end
return place(fid, 'taken')
