-- A work item ends: keep what can be kept, answer all who wait. The first end counts, any later is void; a failure counts
-- from the holder only, a good answer from anybody. ARGV: item, state, body, seconds, picture, its bytes, its seconds to
-- live, forecast, its seconds to live, holder ('': unfenced), what the record of forecasts keeps. Returns answered
-- questions, 1 if some still wait.
local MOST_RECORDED = 10000  -- of a database that is away for long the oldest go first
local id, state, body, seconds = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local picture, picture_bytes, picture_ttl = ARGV[5], ARGV[6], tonumber(ARGV[7])
local forecast, forecast_ttl, holder = ARGV[8], tonumber(ARGV[9]), ARGV[10] or ''
local record = redis.call('HMGET', item_key(id), 'queue', 'holder', 'state')
local queue = record[1]
if not queue or record[3] == 'ended' then return {0, 0} end
if state == 'failed' and holder ~= '' and record[2] ~= holder then
  count('stale_failures')
  return {0, 0}
end
if picture ~= '' and not put('pictures', picture, picture_bytes, picture_ttl) then picture = '' end
if forecast ~= '' and forecast_ttl > 0 then put('forecasts', forecast, body, forecast_ttl) end
if seconds > 0 then
  -- The first jobs count for more, so that estimates are of use soon.
  local number = math.min(10, redis.call('HINCRBY', P .. 'sampled', queue, 1))
  redis.call('SET', P .. 'average:' .. queue, tostring(average(queue) + (seconds - average(queue)) / number))
end
count('work_items')
for n = 11, #ARGV do
  redis.call('RPUSH', P .. 'record:waiting', ARGV[n])
  redis.call('LTRIM', P .. 'record:waiting', -MOST_RECORDED, -1)
end
local answered = close(id, body, picture, state)
return {answered, redis.call('EXISTS', item_key(id))}
