-- A flight ends, well or badly: keep what can be kept, answer all who wait. The first end counts, any later is void.
local fid, state, body, seconds = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local picture, picture_bytes, picture_ttl = ARGV[5], ARGV[6], ARGV[7]
local forecast, forecast_ttl = ARGV[8], tonumber(ARGV[9])
local key = P .. 'flight:' .. fid
local queue = redis.call('HGET', key, 'queue')
if not queue then return {0, owed()} end
if picture ~= '' then redis.call('SET', P .. picture, picture_bytes, 'EX', picture_ttl) end
if forecast ~= '' and forecast_ttl > 0 then redis.call('SET', P .. forecast, body, 'EX', forecast_ttl) end
if seconds > 0 then redis.call('SET', P .. 'average:' .. queue, tostring(0.9 * average(queue) + 0.1 * seconds)) end
count('flights')
return {close(fid, body, picture, state), owed()}
